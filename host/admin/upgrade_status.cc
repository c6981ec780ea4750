#include "admin/upgrade_status.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

namespace moonroom::admin {
namespace {

constexpr std::string_view kBegin = "upgrade ";

using State = UpgradeStatus::State;

constexpr std::array<std::pair<State, std::string_view>, 4> kStateWords = {
    {{State::none, " none: "},
     {State::checking, " is being checked: "},
     {State::failed, " failed: "},
     {State::done, " done: "}}};

}  // namespace

std::string to_text(const UpgradeStatus& status) {
  for (const auto& [state, words] : kStateWords)
    if (state == status.state)
      return fmt::format("{}{}{}{}", kBegin, status.number, words, status.text);
  return {};
}

std::optional<UpgradeStatus> parse_upgrade_status(std::string_view text) {
  if (!text.starts_with(kBegin)) return std::nullopt;
  text.remove_prefix(kBegin.size());
  UpgradeStatus status;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status.number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  for (const auto& [state, words] : kStateWords) {
    if (!text.starts_with(words)) continue;
    status.state = state;
    status.text = text.substr(words.size());
    return status;
  }
  return std::nullopt;
}

}  // namespace moonroom::admin

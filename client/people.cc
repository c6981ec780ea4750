#include "client/people.h"

#include <algorithm>

namespace moonroom::client {
namespace {

// A name has at most 32 characters.
constexpr size_t kMaxName = 128;
// More names than a user completes.
constexpr size_t kMaxKnown = 4096;
constexpr size_t kMaxCommands = 256;

constexpr std::string_view kCame[] = {"joined the room", "进入了聊天室", "进入聊天室"};
constexpr std::string_view kLeavings[] = {"left the room", "退出了聊天室", "离开了聊天室"};
constexpr std::string_view kColons[] = {":", "："};
constexpr std::string_view kSays = "说";

std::string_view without_blanks_behind(std::string_view text) {
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

// The text if it is possibly a name.
std::string_view name_in(std::string_view text) {
  text = without_blanks_behind(text);
  const bool fits = text.size() <= kMaxName && text.find(' ') == std::string_view::npos;
  return fits ? text : std::string_view();
}

template <size_t Size>
std::string_view name_before(std::string_view line, const std::string_view (&endings)[Size]) {
  for (const auto ending : endings) {
    if (!line.ends_with(ending)) continue;
    auto name = without_blanks_behind(line.substr(0, line.size() - ending.size()));
    if (name.ends_with(':')) name.remove_suffix(1);
    return name_in(name);
  }
  return {};
}

bool is_of_command(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

}  // namespace

std::string_view speaker_of(std::string_view line) {
  size_t colon = std::string_view::npos;
  for (const auto each : kColons) colon = std::min(colon, line.find(each));
  if (colon == std::string_view::npos) return {};
  auto name = without_blanks_behind(line.substr(0, colon));
  if (name.size() > kSays.size() && name.ends_with(kSays)) name.remove_suffix(kSays.size());
  return name_in(name);
}

std::string_view who_came(std::string_view line) {
  return name_before(line, kCame);
}

std::string_view who_left(std::string_view line) {
  return name_before(line, kLeavings);
}

void KnownPeople::add(std::string_view name) {
  if (!name.empty() && names_.size() < kMaxKnown) names_.emplace(name);
}

void KnownPeople::update(const MessageReceived& heard) {
  const auto left = heard.kind == "leave" ? std::string_view(heard.from)
                    : heard.kind.empty()  ? who_left(heard.line)
                                          : std::string_view();
  if (!left.empty()) {
    const auto found = names_.find(left);
    if (found != names_.end()) names_.erase(found);
    return;
  }
  if (!heard.from.empty()) return add(heard.from);
  if (!heard.kind.empty()) return;
  const auto came = who_came(heard.line);
  add(came.empty() ? speaker_of(heard.line) : came);
}

void KnownCommands::update(std::string_view line) {
  if (!line.starts_with('/') || commands_.size() >= kMaxCommands) return;
  const auto end = std::find_if_not(line.begin() + 1, line.end(), is_of_command);
  const bool whole = end == line.end() || *end == ' ';
  if (whole && end - line.begin() > 1) commands_.emplace(line.begin(), end);
}

}  // namespace moonroom::client

#include "network/crowd/line.h"

#include <fmt/format.h>

#include <charconv>

namespace moonroom::network {
namespace {

constexpr std::string_view kMark = ": #";
constexpr std::string_view kRest = "and so on until it is as long as a line";
constexpr size_t kLength = 60;

template <class Number>
bool take(std::string_view& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  if (!text.empty()) text.remove_prefix(1);
  return true;
}

}  // namespace

std::string text_of(const Line& line) {
  auto text =
      fmt::format("#{} {} {}", line.author, line.number, line.said.time_since_epoch().count());
  if (text.size() < kLength) text += ' ';
  text += kRest.substr(0, kLength - std::min(kLength, text.size()));
  return text;
}

std::optional<Line> line_in(std::string_view heard) {
  const auto mark = heard.find(kMark);
  if (mark == std::string_view::npos) return std::nullopt;
  heard.remove_prefix(mark + kMark.size());
  Line line;
  Duration::rep said = 0;
  if (!take(heard, line.author) || !take(heard, line.number) || !take(heard, said))
    return std::nullopt;
  line.said = SteadyTime(Duration(said));
  return line;
}

}  // namespace moonroom::network

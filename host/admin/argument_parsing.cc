#include "admin/argument_parsing.h"

#include <algorithm>
#include <charconv>

namespace moonroom::admin {

std::string_view next_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  const auto word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(word.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return word;
}

std::optional<Duration> parse_length(std::string_view word) {
  constexpr auto kYear = std::chrono::hours(366 * 24);
  int number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || number <= 0) return std::nullopt;
  const std::string_view unit(end, static_cast<size_t>(word.data() + word.size() - end));
  Duration length;
  if (unit == "s")
    length = std::chrono::seconds(number);
  else if (unit == "m" || unit.empty())
    length = std::chrono::minutes(number);
  else if (unit == "h")
    length = std::chrono::hours(std::min(number, 9000));
  else if (unit == "d")
    length = std::chrono::hours(24) * std::min(number, 400);
  else
    return std::nullopt;
  return length <= kYear ? std::optional(length) : std::nullopt;
}

}  // namespace moonroom::admin

#include "wire/session_text.h"

#include <fmt/format.h>

#include <charconv>

#include "base/overloaded.h"
#include "wire/text.h"

namespace moonroom::wire {
namespace {

std::string_view take_word(std::string_view& rest) {
  const auto blank = rest.find(' ');
  const auto word = rest.substr(0, blank);
  rest = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 1);
  return word;
}

std::optional<uint64_t> number_in(std::string_view word) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return number;
}

std::optional<SessionRequest> come_back(std::string_view rest) {
  const auto token = take_word(rest);
  const auto number = number_in(take_word(rest));
  const auto lines = number_in(rest);
  if (token.empty() || !number || !lines) return std::nullopt;
  return ComeBack{token, *number, *lines};
}

std::optional<SessionRequest> say(std::string_view rest) {
  const auto line = number_in(take_word(rest));
  if (!line) return std::nullopt;
  return Say{*line, rest};
}

std::string encoded(const Line& line) {
  std::string out;
  encode(line, out);
  return out;
}

}  // namespace

std::optional<SessionRequest> decode_session_request(std::string_view message) {
  if (!is_utf8(message)) return std::nullopt;
  auto rest = message;
  const auto verb = take_word(rest);
  if (verb == "C") return say(rest);
  if (verb == "L") return ComeIn{rest};
  if (verb == "R") return come_back(rest);
  if (verb == "P") return Password{rest};
  if (verb == "Q" && rest.empty()) return Leave{};
  return std::nullopt;
}

std::optional<SessionAnswer> decode_session_answer(std::string_view message) {
  if (message.starts_with('M')) return decode_line(message);
  if (!is_utf8(message)) return std::nullopt;
  auto rest = message;
  const auto verb = take_word(rest);
  if (verb == "T") return Told{rest};
  if (verb == "NO") return Refusal{rest};
  if (verb == "LOCKED") return Locked{rest};
  if (verb == "GONE" && rest.empty()) return Gone{};
  if (verb == "EXIT" && rest.empty()) return End{};
  if (verb != "OK") return std::nullopt;
  const auto token = take_word(rest);
  const auto lines = number_in(rest);
  if (token.empty() || !lines) return std::nullopt;
  return Welcome{token, *lines};
}

std::string encode(const SessionRequest& request) {
  return std::visit(Overloaded{
                        [](const Password& it) { return fmt::format("P {}", it.word); },
                        [](const ComeIn& it) { return fmt::format("L {}", it.name); },
                        [](const ComeBack& it) {
                          return fmt::format("R {} {} {}", it.token, it.number, it.lines);
                        },
                        [](const Say& it) { return fmt::format("C {} {}", it.line, it.text); },
                        [](const Leave&) { return std::string("Q"); },
                    },
                    request);
}

std::string encode(const SessionAnswer& answer) {
  return std::visit(
      Overloaded{
          [](const Welcome& it) { return fmt::format("OK {} {}", it.token, it.lines); },
          [](const Refusal& it) { return fmt::format("NO {}", it.reason); },
          [](const Locked& it) { return fmt::format("LOCKED {}", it.reason); },
          [](const Gone&) { return std::string("GONE"); },
          [](const End&) { return std::string("EXIT"); },
          [](const Told& it) { return fmt::format("T {}", it.text); },
          [](const Line& it) { return encoded(it); },
      },
      answer);
}

}  // namespace moonroom::wire

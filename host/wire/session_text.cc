#include "wire/session_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/overloaded.h"
#include "text/text.h"

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

std::optional<double> decimal_in(std::string_view word) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(word.data(), word.data() + word.size(), number, std::chars_format::fixed);
  const bool whole = error == std::errc() && end == word.data() + word.size();
  // Rejects signs, infinities, NaN, and values that a clock cannot represent.
  const bool sane = !word.empty() && word.front() >= '0' && word.front() <= '9' && number <= 1e9;
  if (!whole || !sane) return std::nullopt;
  // One in eleven days: a smaller number would not be encoded in 32 digits.
  return number > 0 ? std::max(number, 1e-6) : number;
}

std::optional<SessionRequest> capabilities(std::string_view rest) {
  const auto version = number_in(take_word(rest));
  if (!version || *version == 0 || *version > UINT32_MAX) return std::nullopt;
  Capabilities all{static_cast<uint32_t>(*version), false, false};
  while (!rest.empty()) {
    const auto word = take_word(rest);
    all.answers = all.answers || word == "answers";
    all.mutes = all.mutes || word == "mutes";
  }
  return all;
}

std::optional<SessionAnswer> welcome(std::string_view rest) {
  const auto token = take_word(rest);
  const auto lines = number_in(take_word(rest));
  if (token.empty() || !lines) return std::nullopt;
  if (rest.empty()) return Welcome{token, *lines};
  const auto per_second = decimal_in(take_word(rest));
  const auto burst = decimal_in(take_word(rest));
  const auto judged = number_in(take_word(rest));
  if (!per_second || !burst || !judged) return std::nullopt;
  return Welcome{token, *lines, LineLimits{*per_second, *burst}, *judged,
                 number_in(take_word(rest)).value_or(0)};
}

std::optional<SessionAnswer> line_said(std::string_view rest) {
  const auto line = number_in(take_word(rest));
  const bool has_text = rest.find(' ') != std::string_view::npos;
  const auto number = number_in(take_word(rest));
  if (!line || !number) return std::nullopt;
  return LineSaid{*line, *number, has_text ? std::optional(rest) : std::nullopt};
}

std::optional<SessionAnswer> line_refused(std::string_view rest) {
  const auto line = number_in(take_word(rest));
  const auto why = take_word(rest);
  if (!line || why.empty()) return std::nullopt;
  return LineRefused{*line, why, rest};
}

std::optional<SessionAnswer> muted(std::string_view rest) {
  const auto seconds = number_in(rest);
  if (!seconds || *seconds > kMaxMutedSeconds) return std::nullopt;
  return Muted{*seconds};
}

std::string encoded(const Capabilities& all) {
  return fmt::format("V {}{}{}", all.version, all.answers ? " answers" : "",
                     all.mutes ? " mutes" : "");
}

std::string encoded(const Welcome& it) {
  if (!it.limits) return fmt::format("OK {} {}", it.token, it.lines);
  // The shortest form that reads back to the same value, never with an exponent.
  const auto decimal = [](double number) {
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed).ptr;
    return std::string(text.data(), end);
  };
  auto text = fmt::format("OK {} {} {} {} {}", it.token, it.lines, decimal(it.limits->per_second),
                          decimal(it.limits->burst), it.judged);
  return it.present == 0 ? text : fmt::format("{} {}", text, it.present);
}

std::string encoded(const LineSaid& it) {
  return it.text ? fmt::format("A {} {} {}", it.line, it.number, *it.text)
                 : fmt::format("A {} {}", it.line, it.number);
}

std::string encoded(const LineRefused& it) {
  return fmt::format("N {} {}{}{}", it.line, it.why, it.words.empty() ? "" : " ", it.words);
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
  if (!text::is_utf8(message)) return std::nullopt;
  auto rest = message;
  const auto verb = take_word(rest);
  if (verb == "C") return say(rest);
  if (verb == "L") return ComeIn{rest};
  if (verb == "R") return come_back(rest);
  if (verb == "P") return Password{rest};
  if (verb == "V") return capabilities(rest);
  if (verb == "Q" && rest.empty()) return Leave{};
  return std::nullopt;
}

std::optional<SessionAnswer> decode_session_answer(std::string_view message) {
  if (message.starts_with('M')) return decode_line(message);
  if (!text::is_utf8(message)) return std::nullopt;
  auto rest = message;
  const auto verb = take_word(rest);
  if (verb == "T") return Told{rest};
  if (verb == "NO") return Refusal{rest};
  if (verb == "LOCKED") return Locked{rest};
  if (verb == "GONE" && rest.empty()) return Gone{};
  if (verb == "EXIT" && rest.empty()) return End{};
  if (verb == "A") return line_said(rest);
  if (verb == "N") return line_refused(rest);
  if (verb == "SILENCED") return muted(rest);
  return verb == "OK" ? welcome(rest) : std::nullopt;
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
                        [](const Capabilities& it) { return encoded(it); },
                    },
                    request);
}

std::string encode(const SessionAnswer& answer) {
  return std::visit(Overloaded{
                        [](const Welcome& it) { return encoded(it); },
                        [](const Refusal& it) { return fmt::format("NO {}", it.reason); },
                        [](const Locked& it) { return fmt::format("LOCKED {}", it.reason); },
                        [](const Gone&) { return std::string("GONE"); },
                        [](const End&) { return std::string("EXIT"); },
                        [](const Told& it) { return fmt::format("T {}", it.text); },
                        [](const Line& it) { return encoded(it); },
                        [](const LineSaid& it) { return encoded(it); },
                        [](const LineRefused& it) { return encoded(it); },
                        [](const Muted& it) { return fmt::format("SILENCED {}", it.seconds); },
                    },
                    answer);
}

}  // namespace moonroom::wire

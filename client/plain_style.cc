#include "client/plain_style.h"

#include <fmt/format.h>

#include "client/calendar.h"
#include "client/words.h"
#include "wire/text.h"

namespace moonroom::client {

std::string PlainStyle::heard(const Heard& heard) {
  const auto line = line_of(heard);
  return timestamps_ ? fmt::format("{} {}", time_of_day(heard.time), line) : line;
}

// A refusal stands alone: it answers what was asked.
std::string PlainStyle::connection(const Connection& connection) {
  using State = Connection::State;
  if (connection.state == State::not_remembered) return {};
  const bool is_well = connection.state == State::entered || connection.state == State::met ||
                       connection.state == State::recognized;
  if (is_well && !tells_of_entering_) return {};
  if (connection.state == State::entered)
    return notice(fmt::format(fmt::runtime(phrase(Phrase::entered, language_)),
                              wire::visible(connection.words)));
  auto words = words_of(connection, language_);
  if (words.empty() || connection.state == State::refused || connection.state == State::locked)
    return words;
  return notice(words);
}

std::string PlainStyle::missed(const Missed& missed) {
  return notice(fmt::format(fmt::runtime(phrase(Phrase::missed, language_)), missed.count));
}

std::string PlainStyle::too_long(const TooLong& line) {
  return notice(words_of(line, language_));
}

std::string PlainStyle::answered(const NotSaid& line) {
  return notice(words_of(line, language_));
}

std::string PlainStyle::advice(const std::string& command, const std::string& words) {
  return notice(fmt::format("{}: {}", command, wire::visible(words)));
}

std::string PlainStyle::interrupted() {
  return notice(std::string(phrase(Phrase::interrupted, language_)));
}

std::string PlainStyle::notice(const std::string& words) {
  return "*** " + words;
}

}  // namespace moonroom::client

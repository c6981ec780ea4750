#include "client/plain_style.h"

#include <fmt/format.h>

#include "client/calendar.h"
#include "client/words.h"

namespace moonroom::client {

std::string time_of_day(WallTime time) {
  const auto local = local_time(time);
  return fmt::format("{:02}:{:02}", local.tm_hour, local.tm_min);
}

std::string PlainStyle::heard(const Heard& heard) {
  const auto line = line_of(heard);
  return timestamps_ ? fmt::format("{} {}", time_of_day(heard.time), line) : line;
}

// A refusal stands alone: it answers what was asked.
std::string PlainStyle::connection(const Connection& connection) {
  // For programs: on a pipe everything that went as it should goes without saying.
  using State = Connection::State;
  if (connection.state == State::met || connection.state == State::recognized) return {};
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

std::string PlainStyle::interrupted() {
  return notice(std::string(phrase(Phrase::interrupted, language_)));
}

std::string PlainStyle::notice(const std::string& words) {
  return "*** " + words;
}

}  // namespace moonroom::client

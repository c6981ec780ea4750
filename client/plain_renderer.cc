#include "client/plain_renderer.h"

#include <fmt/format.h>

#include "client/calendar.h"
#include "client/input_text.h"
#include "text/text.h"

namespace moonroom::client {

std::string PlainRenderer::heard(const MessageReceived& heard) {
  const auto line = line_of(heard);
  return timestamps_ ? fmt::format("{} {}", time_of_day(heard.time), line) : line;
}

// A refusal is printed without a prefix: it answers the prompt.
std::string PlainRenderer::connection(const Connection& connection) {
  using State = Connection::State;
  if (connection.state == State::not_remembered) return {};
  const bool is_well = connection.state == State::entered || connection.state == State::met ||
                       connection.state == State::recognized;
  if (is_well && !tells_of_entering_) return {};
  if (connection.state == State::entered)
    return notice(fmt::format(fmt::runtime(phrase(Phrase::entered, language_)),
                              text::visible(connection.words)));
  auto words = words_of(connection, language_);
  if (words.empty() || connection.state == State::refused || connection.state == State::locked)
    return words;
  return notice(words);
}

std::string PlainRenderer::missed(const Missed& missed) {
  return notice(fmt::format(fmt::runtime(phrase(Phrase::missed, language_)), missed.count));
}

std::string PlainRenderer::too_long(const TooLong& line) {
  return notice(words_of(line, language_));
}

std::string PlainRenderer::answered(const NotSaid& line) {
  return notice(words_of(line, language_));
}

std::string PlainRenderer::advice(const std::string& command, const std::string& words) {
  return notice(fmt::format("{}: {}", command, text::visible(words)));
}

std::string PlainRenderer::interrupted() {
  return notice(std::string(phrase(Phrase::interrupted, language_)));
}

std::string PlainRenderer::notice(const std::string& words) {
  return "*** " + words;
}

}  // namespace moonroom::client

#include "client/event_display.h"

#include <fmt/format.h>

#include <utility>

#include "base/standard_streams.h"
#include "client/familiar_commands.h"
#include "client/room_entry.h"

namespace moonroom::client {

EventDisplay::EventDisplay(const Settings& settings, Renderer& style, terminal::Console& console)
    : settings_(settings),
      style_(style),
      console_(console),
      status_(settings.language, settings.room, settings.encrypted) {}

void EventDisplay::on(const MessageReceived& heard, const MessageReceived& visible) {
  status_.on(visible);
  if (settings_.hides_messages) return;
  if (std::exchange(is_unread_, false)) show(style_.unread());
  show(style_.heard(heard));
}

void EventDisplay::on(const Connection& connection) {
  if (settings_.shows_end || !is_told_at_end(connection.state)) show(style_.connection(connection));
  if (connection.state == Connection::State::not_remembered)
    print_failure(words_of(connection, settings_.language));
}

void EventDisplay::on(const Muted& muted) {
  status_.on(muted);
  show(style_.muted(muted));
}

void EventDisplay::on(const NotSaid& line) {
  if (!settings_.has_errors) show(style_.answered(line));
  print_failure(words_of(line, settings_.language));
}

void EventDisplay::on(const TooLong& line) {
  if (!settings_.has_errors) show(style_.too_long(line));
  print_failure(words_of(line, settings_.language));
}

void EventDisplay::advise(std::string_view word) {
  show(style_.advice(fmt::format("/{}", word), std::string(advice_on(word, settings_.language))));
}

void EventDisplay::print_failure(const std::string& words) const {
  if (settings_.has_errors) print_error(fmt::format("moonroom: {}\n", words));
}

void EventDisplay::show(const std::string& text) {
  if (text.empty()) return;
  shown_ += text;
  shown_ += '\n';
}

void EventDisplay::flush() {
  if (!shown_.empty()) console_.print(std::exchange(shown_, {}));
}

}  // namespace moonroom::client

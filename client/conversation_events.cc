// What a conversation makes of what the network tells.
#include <fmt/format.h>

#include <utility>

#include "base/standard_streams.h"
#include "client/conversation.h"
#include "client/words.h"

namespace moonroom::client {

// False when lines are not to be awaited any more.
bool Conversation::hear() {
  const auto place = place_;
  if (const auto events = with_.network.next())
    for (const auto& event : *events) take(event);
  if (with_.network.gone()) place_ = Place::over;
  flush();
  with_.console.set_status(status_.text());
  return place_ == place;
}

void Conversation::take(const Event& event) {
  std::visit([this](const auto& each) { take(each); }, event);
}

void Conversation::take(const Heard& raw) {
  const auto heard = visible(raw);
  with_.people.learn(heard);
  commands_.learn(line_of(heard));
  status_.take(heard);
  if (silent_) return;
  if (std::exchange(unread_, false)) show(with_.style.unread());
  show(with_.style.heard(raw));
  if (heard.only_for_you || options_.classic) advise_if_unknown(line_of(heard));
}

// The room's words about a command that it does not have name it.
void Conversation::advise_if_unknown(std::string_view answer) {
  if (perhaps_unknown_.empty() || answer.find("/" + perhaps_unknown_) == std::string_view::npos)
    return;
  advise(std::exchange(perhaps_unknown_, {}));
}

void Conversation::take(const Connection& connection) {
  using State = Connection::State;
  status_.take(connection);
  last_ = connection;
  switch (connection.state) {
    case State::connecting:
      break;
    case State::entered:
    case State::back:
      place_ = Place::inside;
      with_.style.called(name_);
      break;
    case State::refused:
      place_ = Place::outside;
      // On a pipe the next line is meant for the room, not for a name.
      if (!options_.name.empty() && !can_ask()) return give_up();
      name_.clear();
      break;
    case State::locked:
      place_ = Place::locked;
      if (!can_ask()) return give_up();
      break;
    case State::lost:
    case State::crowded:
    case State::met:
    case State::not_remembered:
    case State::recognized:
      break;
    default:
      place_ = Place::over;
  }
  // What ends the program is said on the way out.
  const bool told_later = connection.state == State::failed ||
                          connection.state == State::unanswered ||
                          connection.state == State::untrusted || connection.state == State::silent;
  if (!told_later || options_.json) show(with_.style.connection(connection));
  if (connection.state == State::not_remembered && with_.for_programs && !options_.json)
    print_error(fmt::format("moonroom: {}\n", words_of(connection, language_)));
}

// Somebody is there who knows what is asked.
bool Conversation::can_ask() const {
  return with_.console.interactive() || options_.json;
}

void Conversation::give_up() {
  refused_ = true;
  place_ = Place::over;
}

void Conversation::take(const People& people) {
  with_.people.learn(people);
  show(with_.style.people(people));
}

void Conversation::take(const Missed& missed) {
  show(with_.style.missed(missed));
}

void Conversation::take(const TooLong& line) {
  if (unanswered_ > 0) --unanswered_;
  if (!with_.for_programs || options_.json) show(with_.style.too_long(line));
  note_not_said(words_of(line, language_));
}

void Conversation::take(const NotSaid& line) {
  if (unanswered_ > 0) --unanswered_;
  if (!with_.for_programs || options_.json) show(with_.style.answered(line));
  advise_if_unknown(line.words);
  note_not_said(words_of(line, language_));
}

// Programs that read objects have been told in one.
void Conversation::note_not_said(const std::string& words) {
  ++not_said_;
  if (with_.for_programs && !options_.json) print_error(fmt::format("moonroom: {}\n", words));
}

void Conversation::take(const Said& said) {
  if (unanswered_ > 0) --unanswered_;
  show(with_.style.answered(said));
}

void Conversation::take(const Muted& muted) {
  status_.take(muted);
  show(with_.style.muted(muted));
}

void Conversation::take(const Limits& limits) {
  answers_ = limits.answers;
  status_.take(limits);
  pace_.set_limits(limits.lines_per_1000_seconds, limits.burst);
}

void Conversation::take(const RoundTrip& trip) {
  status_.take(trip);
}

void Conversation::take(const Marked& /*marked*/) {
  unread_ = false;
}

void Conversation::flush() {
  if (!shown_.empty()) with_.console.print(std::exchange(shown_, {}));
}

void Conversation::show(const std::string& text) {
  if (text.empty()) return;
  shown_ += text;
  shown_ += '\n';
}

}  // namespace moonroom::client

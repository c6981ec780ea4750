// The part of UiLoop that handles events of the network process.
#include <fmt/format.h>

#include <utility>

#include "base/standard_streams.h"
#include "client/input_text.h"
#include "client/ui_loop.h"

namespace moonroom::client {

// False when no more lines are to be read.
bool UiLoop::read_events() {
  const auto place = phase_;
  if (const auto events = uses_.network.next())
    for (const auto& event : *events) on(event);
  if (uses_.network.gone()) phase_ = Phase::over;
  flush();
  uses_.console.set_status(status_.text());
  return phase_ == place;
}

void UiLoop::on(const Event& event) {
  std::visit([this](const auto& each) { on(each); }, event);
}

void UiLoop::on(const Heard& raw) {
  const auto heard = visible(raw);
  uses_.people.update(heard);
  commands_.update(line_of(heard));
  status_.on(heard);
  if (silent_) return;
  if (std::exchange(unread_, false)) show(uses_.style.unread());
  show(uses_.style.heard(raw));
  if (heard.only_for_you || options_.classic) advise_if_unknown(line_of(heard));
}

// The room's answer about an unknown command contains its name.
void UiLoop::advise_if_unknown(std::string_view answer) {
  if (perhaps_unknown_.empty() || answer.find("/" + perhaps_unknown_) == std::string_view::npos)
    return;
  advise(std::exchange(perhaps_unknown_, {}));
}

void UiLoop::on(const Connection& connection) {
  using State = Connection::State;
  status_.on(connection);
  last_ = connection;
  switch (connection.state) {
    case State::connecting:
      break;
    case State::entered:
    case State::back:
      phase_ = Phase::inside;
      uses_.style.called(name_);
      break;
    case State::refused:
      phase_ = Phase::outside;
      // On a pipe the next line is meant for the room, not a name.
      if (!options_.name.empty() && !can_ask()) return give_up();
      name_.clear();
      break;
    case State::locked:
      phase_ = Phase::locked;
      if (!can_ask()) return give_up();
      break;
    case State::lost:
    case State::crowded:
    case State::met:
    case State::not_remembered:
    case State::recognized:
      break;
    default:
      phase_ = Phase::over;
  }
  // The reason for the end is printed on the way out.
  const bool told_later = connection.state == State::failed ||
                          connection.state == State::unanswered ||
                          connection.state == State::untrusted || connection.state == State::silent;
  if (!told_later || options_.json) show(uses_.style.connection(connection));
  if (connection.state == State::not_remembered && uses_.for_programs && !options_.json)
    print_error(fmt::format("moonroom: {}\n", words_of(connection, language_)));
}

// Input comes from a person or a program that can answer a question.
bool UiLoop::can_ask() const {
  return uses_.console.interactive() || options_.json;
}

void UiLoop::give_up() {
  refused_ = true;
  phase_ = Phase::over;
}

void UiLoop::on(const Missed& missed) {
  show(uses_.style.missed(missed));
}

void UiLoop::on(const TooLong& line) {
  if (unanswered_ > 0) --unanswered_;
  if (!uses_.for_programs || options_.json) show(uses_.style.too_long(line));
  note_not_said(words_of(line, language_));
}

void UiLoop::on(const NotSaid& line) {
  if (unanswered_ > 0) --unanswered_;
  if (!uses_.for_programs || options_.json) show(uses_.style.answered(line));
  advise_if_unknown(line.words);
  note_not_said(words_of(line, language_));
}

// With JSON the outcome has been printed as an object.
void UiLoop::note_not_said(const std::string& words) {
  ++not_said_;
  if (uses_.for_programs && !options_.json) print_error(fmt::format("moonroom: {}\n", words));
}

void UiLoop::on(const Said& said) {
  if (unanswered_ > 0) --unanswered_;
  show(uses_.style.answered(said));
}

void UiLoop::on(const Muted& muted) {
  status_.on(muted);
  show(uses_.style.muted(muted));
}

void UiLoop::on(const Limits& limits) {
  answers_ = limits.answers;
  status_.on(limits);
  pacer_.set_limits(limits.lines_per_1000_seconds, limits.burst);
}

void UiLoop::on(const RoundTrip& trip) {
  status_.on(trip);
}

void UiLoop::on(const Marked& /*marked*/) {
  unread_ = false;
}

void UiLoop::flush() {
  if (!shown_.empty()) uses_.console.print(std::exchange(shown_, {}));
}

void UiLoop::show(const std::string& text) {
  if (text.empty()) return;
  shown_ += text;
  shown_ += '\n';
}

}  // namespace moonroom::client

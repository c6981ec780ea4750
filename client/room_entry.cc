#include "client/room_entry.h"

#include <fmt/format.h>

namespace moonroom::client {

bool RoomEntry::on(const Connection& connection) {
  using State = Connection::State;
  last_ = connection;
  switch (connection.state) {
    case State::connecting:
    case State::lost:
    case State::crowded:
    case State::met:
    case State::not_remembered:
    case State::recognized:
      return true;
    case State::entered:
    case State::back:
      phase_ = Phase::inside;
      return true;
    case State::refused:
      phase_ = Phase::outside;
      // On a pipe the next line is meant for the room, not a name.
      if (!settings_.name.empty() && !settings_.can_ask) return give_up();
      name_.clear();
      return true;
    case State::locked:
      phase_ = Phase::locked;
      return settings_.can_ask || give_up();
    default:
      phase_ = Phase::over;
      return true;
  }
}

bool RoomEntry::give_up() {
  has_given_up_ = true;
  phase_ = Phase::over;
  return false;
}

Ending RoomEntry::ending(bool was_inside) const {
  using State = Connection::State;
  const auto state = last_ ? last_->state : State::connecting;
  if (state == State::ended) return {kRemoved, {}};
  if (state == State::left && was_inside) return {kLeft, {}};
  if (state == State::untrusted) return {kUntrusted, last_words()};
  return {has_given_up_ && state != State::left ? kRefused : kFailed, last_words()};
}

std::string RoomEntry::last_words() const {
  if (!last_) return std::string(phrase(Phrase::network_died, settings_.language));
  const auto words = words_of(*last_, settings_.language);
  const auto filled = [&](Phrase which, const auto&... values) {
    return fmt::format(fmt::runtime(phrase(which, settings_.language)), values...);
  };
  if (last_->state == Connection::State::locked) return filled(Phrase::say_password, words);
  if (last_->state == Connection::State::refused) return filled(Phrase::refused, name_, words);
  const bool perhaps = last_->state == Connection::State::unanswered && !settings_.classic;
  return perhaps ? words + " " + filled(Phrase::perhaps_classic) : words;
}

bool is_told_at_end(Connection::State state) {
  using State = Connection::State;
  return state == State::failed || state == State::unanswered || state == State::untrusted ||
         state == State::silent;
}

}  // namespace moonroom::client

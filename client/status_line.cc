#include "client/status_line.h"

#include <fmt/format.h>

#include <vector>

#include "client/calendar.h"
#include "client/input_text.h"

namespace moonroom::client {

void StatusLine::on(const Connection& connection) {
  connection_ = connection;
}

// The script of side rooms announces the current one by a post of kind "room".
void StatusLine::on(const MessageReceived& heard) {
  if (heard.kind == "room" && heard.only_for_you) side_room_ = heard.text;
  // Replayed joins and leaves happened before the members were counted.
  if (heard.replayed || members_ == 0) return;
  if (heard.kind == "join") ++members_;
  if (heard.kind == "leave" && members_ > 1) --members_;
}

void StatusLine::on(const Limits& limits) {
  if (limits.present > 0) members_ = limits.present;
}

// The time of day is unambiguous while the mute is shorter than a day.
std::string StatusLine::mute() const {
  constexpr uint64_t kDay = uint64_t{24} * 60 * 60;
  const auto local = local_time(muted_.until);
  auto until = time_of_day(muted_.until);
  if (muted_.seconds >= kDay) until = fmt::format("{} {}", date_of(local), until);
  return fmt::format(fmt::runtime(phrase(Phrase::muted, language_)), until);
}

bool StatusLine::inside() const {
  using State = Connection::State;
  return connection_.state == State::entered || connection_.state == State::back ||
         connection_.state == State::lost;
}

std::string StatusLine::text() const {
  std::vector<std::string> parts;
  const auto add = [&](Phrase which, auto value) {
    parts.push_back(fmt::format(fmt::runtime(phrase(which, language_)), value));
  };
  if (connection_.state == Connection::State::lost)
    parts.push_back(words_of(connection_, language_));
  if (connection_.state == Connection::State::connecting)
    parts.emplace_back(phrase(Phrase::connecting, language_));
  if (round_trip_ >= kSlow) add(Phrase::round_trip, round_trip_);
  if (inside()) {
    if (muted_.seconds > 0) parts.push_back(mute());
    parts.push_back(side_room_.empty() ? room_ : fmt::format("{} {}", room_, side_room_));
    if (members_ > 0) add(Phrase::members, members_);
    parts.emplace_back(phrase(encrypted_ ? Phrase::encrypted : Phrase::not_encrypted, language_));
  }
  return fmt::format("{}", fmt::join(parts, " · "));
}

}  // namespace moonroom::client

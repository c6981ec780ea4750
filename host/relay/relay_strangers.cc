// What the relay demands of those who come by text from anywhere (`--classic open`): a forged
// address must not make its owner a member, to whom a whole room is sent.
#include <algorithm>
#include <charconv>

#include "relay/relay.h"

namespace moonroom::relay {
namespace {

// A household or an office behind one address; a class comes in by sessions, or from our own
// network.
constexpr size_t kMostOfAnAddress = 4;

// Of 16 random bits: enough against a guess for each login, short enough to be typed.
std::string word_from(std::string_view token) {
  uint16_t number = 0;
  std::from_chars(token.data(), token.data() + std::min<size_t>(token.size(), 4), number, 16);
  return std::to_string(number);
}

}  // namespace

bool Relay::is_stranger(const wire::Endpoint& from) const {
  return settings_.classic == Classic::open && from.session == 0 && !from.address.is_local();
}

bool Relay::is_crowded(const wire::Endpoint& from) const {
  if (!is_stranger(from)) return false;
  const auto& members = room_.members();
  const auto comes_from_there = [&](const auto& member) {
    return member.second.endpoint.address == from.address;
  };
  return std::count_if(members.begin(), members.end(), comes_from_there) >=
         static_cast<std::ptrdiff_t>(kMostOfAnAddress);
}

void Relay::challenge(const room::Member& newcomer, wire::Outbox& out) {
  const auto word = word_from(settings_.make_token());
  tell(newcomer.id, room::filled(judge_.phrases().challenge, "{word}", word), out);
  room_.challenge(newcomer.id, word);
}

bool Relay::is_unproved(const room::Speaking& line, wire::Outbox& out) {
  const auto* expected = room_.find(line.who)->challenge.get();
  if (!expected) return false;
  if (line.text == *expected) {
    room_.challenge(line.who, {});
    tell(line.who, judge_.phrases().heard_you, out);
  }
  return true;
}

}  // namespace moonroom::relay

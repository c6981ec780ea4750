// What the relay demands of text members from anywhere (`--classic open`): a forged address must
// not make its owner a member, to whom a whole room is sent, nor take a member's place.
#include <algorithm>
#include <charconv>

#include "relay/relay.h"
#include "room/name.h"
#include "wire/classic.h"
#include "wire/prefix.h"

namespace moonroom::relay {
namespace {

// A household or an office behind one address; a class comes in by sessions, or from our own
// network.
constexpr ptrdiff_t kMostOfASource = 4;

// Six digits: few enough to be typed, too many to be guessed by somebody who hears nothing.
std::string word_from(std::string_view token) {
  uint32_t number = 0;
  std::from_chars(token.data(), token.data() + std::min<size_t>(token.size(), 8), number, 16);
  return std::to_string(100'000 + number % 900'000);
}

}  // namespace

bool Relay::is_stranger(const wire::Endpoint& from) const {
  return settings_.classic == Classic::open && from.session == 0 && !from.address.is_local();
}

bool Relay::is_crowded(const wire::Endpoint& from) const {
  if (!is_stranger(from)) return false;
  const auto source = wire::source_of(from.address);
  const auto& members = room_.members();
  return std::count_if(members.begin(), members.end(), [&](const auto& member) {
           return source.contains(member.second.endpoint.address);
         }) >= kMostOfASource;
}

bool Relay::see_to_unproved(const wire::Request& request, const wire::Endpoint& from, Moment now,
                            wire::Outbox& out) {
  auto* newcomer = unproved_.find(from);
  if (!newcomer) return false;
  if (request.verb == wire::Verb::chat) {
    try_word(*newcomer, request.text, now, out);
    return true;
  }
  if (request.verb == wire::Verb::login && room::normal_name(request.name) == newcomer->name) {
    ask_for_word(*newcomer, out);
    return true;
  }
  // Goodbye, or another name.
  unproved_.forget(from);
  return false;
}

void Relay::hold_until_proved(const room::WantsIn& wish, const wire::Endpoint& from,
                              bool ends_lines, Moment now, wire::Outbox& out) {
  // Scripts are not asked about a stranger: the host's own words must do.
  if (wish.rival.conflict != room::Conflict::none) {
    ++stats_.refused;
    return refuse(judge_.phrases().name_refused, from, ends_lines, out);
  }
  ask_for_word(unproved_.add({from, wish.name, ends_lines, word_from(settings_.make_token()),
                              now.steady + Unproved::kPatience}),
               out);
}

// To a classic client the login is over: only then can its user type the word.
void Relay::ask_for_word(Unproved::Newcomer& newcomer, wire::Outbox& out) {
  if (newcomer.times_asked++ >= Unproved::kMostAnswers) return;
  out.send(
      wire::in_line_form(judge_.phrases().classic.welcome_of(newcomer.name), newcomer.ends_lines),
      newcomer.from);
  out.send(wire::in_line_form(room::filled(judge_.phrases().challenge, "{word}", newcomer.word),
                              newcomer.ends_lines),
           newcomer.from);
}

void Relay::try_word(Unproved::Newcomer& newcomer, std::string_view word, Moment now,
                     wire::Outbox& out) {
  const auto from = newcomer.from;
  if (word != newcomer.word) {
    if (++newcomer.wrong_words >= Unproved::kMostWrongWords) unproved_.forget(from);
    return;
  }
  const auto proved = newcomer;
  unproved_.forget(from);
  const auto& phrases = judge_.phrases();
  const auto* why = is_crowded(from)                         ? &phrases.crowded
                    : judge_.busy()                          ? &phrases.busy
                    : room_.seats() >= settings_.max_members ? &phrases.full
                                                             : nullptr;
  if (!why)
    return propose_join({from, proved.name, proved.ends_lines, 0, {}, room::Conflict::none}, now);
  ++stats_.refused;
  refuse(*why, from, proved.ends_lines, out);
}

}  // namespace moonroom::relay

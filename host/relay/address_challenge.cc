#include "relay/address_challenge.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "room/name.h"
#include "wire/classic.h"
#include "wire/prefix.h"

namespace moonroom::relay {
namespace {

// A household or an office behind one address; a class comes in by sessions, or from our own
// network.
constexpr ptrdiff_t kMaxOfASource = 4;

// Six digits: few enough to be typed, too many to be guessed by a sender that receives nothing.
std::string word_from(std::string_view token) {
  uint32_t number = 0;
  std::from_chars(token.data(), token.data() + std::min<size_t>(token.size(), 8), number, 16);
  return std::to_string(100'000 + number % 900'000);
}

}  // namespace

bool AddressChallenge::is_required(const wire::Endpoint& from) const {
  return parts_.settings.classic == Classic::open && from.session == 0 && !from.address.is_local();
}

bool AddressChallenge::is_over_quota(const wire::Endpoint& from) const {
  if (!is_required(from)) return false;
  const auto source = wire::source_of(from.address);
  const auto& members = parts_.state.room.members();
  return std::count_if(members.begin(), members.end(), [&](const auto& member) {
           return source.contains(member.second.endpoint.address);
         }) >= kMaxOfASource;
}

const std::string* AddressChallenge::refusal(const wire::Endpoint& from) const {
  const auto& phrases = parts_.state.phrases;
  if (is_over_quota(from)) return &phrases.crowded;
  if (parts_.gate.is_busy()) return &phrases.busy;
  return parts_.state.room.seats() >= parts_.settings.max_members ? &phrases.full : nullptr;
}

bool AddressChallenge::handle(const wire::Request& request, const wire::Endpoint& from,
                              const Turn& turn) {
  auto* pending = pending_.find(from);
  if (!pending) return false;
  if (request.verb == wire::Verb::chat) {
    try_word(*pending, request.text, turn);
    return true;
  }
  if (request.verb == wire::Verb::login && room::normal_name(request.name) == pending->name) {
    send_word(*pending, turn);
    return true;
  }
  // A quit, or a login under another name.
  pending_.forget(from);
  return false;
}

void AddressChallenge::begin(const room::WantsIn& login, const Peer& from, const Turn& turn) {
  // Scripts are not asked about an unproved address, so the host's own words must do.
  if (login.rival.conflict != room::Conflict::none) {
    ++parts_.stats.refused;
    return parts_.replies.refuse(parts_.state.phrases.name_refused, from, turn);
  }
  send_word(pending_.add({from.endpoint, login.name, from.ends_lines,
                          word_from(parts_.settings.make_token()),
                          turn.now.steady + Unproved::kPatience}),
            turn);
}

// A classic client takes the login as done: only then can its user type the word.
void AddressChallenge::send_word(Unproved::Newcomer& pending, const Turn& turn) const {
  if (pending.times_asked++ >= Unproved::kMostAnswers) return;
  const auto& phrases = parts_.state.phrases;
  for (const auto& words : {phrases.classic.welcome_of(pending.name),
                            room::filled(phrases.challenge, "{word}", pending.word)})
    turn.out.send(wire::in_line_form(words, pending.ends_lines), pending.from);
}

void AddressChallenge::try_word(Unproved::Newcomer& pending, std::string_view word,
                                const Turn& turn) {
  const auto from = pending.from;
  if (word != pending.word) {
    if (++pending.wrong_words >= Unproved::kMostWrongWords) pending_.forget(from);
    return;
  }
  const auto proved = pending;
  pending_.forget(from);
  const auto* why = refusal(from);
  if (!why)
    return parts_.membership.join(
        {from, proved.name, proved.ends_lines, 0, {}, room::Conflict::none}, turn.now);
  ++parts_.stats.refused;
  parts_.replies.refuse(*why, {from, proved.ends_lines}, turn);
}

}  // namespace moonroom::relay

#include "relay/address_challenge.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "room/name.h"
#include "wire/classic.h"
#include "wire/prefix.h"

namespace moonroom::relay {
namespace {

// Enough for a household or an office behind one address. A class joins by sessions, or from our
// own network.
constexpr ptrdiff_t kMaxOfASource = 4;

// Six digits: few enough to be typed, too many to be guessed by a sender that receives nothing.
std::string word_from(std::string_view token) {
  uint32_t number = 0;
  std::from_chars(token.data(), token.data() + std::min<size_t>(token.size(), 8), number, 16);
  return std::to_string(100'000 + number % 900'000);
}

}  // namespace

bool AddressChallenge::is_required(const wire::Endpoint& from) const {
  return parts_.settings.classic == Classic::open && !from.is_sealed() && !from.address.is_local();
}

bool AddressChallenge::is_over_quota(const wire::Endpoint& from) const {
  if (!is_required(from)) return false;
  const auto source = wire::source_of(from.address);
  const auto& members = parts_.state.room.all();
  return std::count_if(members.begin(), members.end(), [&](const auto& member) {
           return source.contains(member.second.connection.endpoint.address);
         }) >= kMaxOfASource;
}

const std::string* AddressChallenge::refusal(const wire::Endpoint& from) const {
  const auto& host_messages = parts_.state.host_messages;
  if (is_over_quota(from)) return &host_messages.crowded;
  if (parts_.gate.is_busy()) return &host_messages.busy;
  return parts_.state.room.seats() >= parts_.settings.max_members ? &host_messages.full : nullptr;
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

void AddressChallenge::begin(const room::Login& login, const wire::Connection& from,
                             const Turn& turn) {
  // Scripts do not see an unproved address, so the host's own message must do.
  if (login.clash.conflict != room::NameConflict::none) {
    ++parts_.stats.refused;
    return parts_.replies.refuse(parts_.state.host_messages.name_refused, from, turn);
  }
  send_word(pending_.add({from, login.name, word_from(parts_.settings.make_token()),
                          turn.now.steady + PendingChallenges::kTimeout}),
            turn);
}

// A classic client treats the welcome as a successful login; only then can its user type the word.
void AddressChallenge::send_word(PendingChallenges::ChallengedLogin& pending,
                                 const Turn& turn) const {
  if (pending.challenges_sent++ >= PendingChallenges::kMaxAnswers) return;
  const auto& host_messages = parts_.state.host_messages;
  for (const auto& words : {host_messages.classic.welcome_of(pending.name),
                            room::substitute(host_messages.challenge, "{word}", pending.word)})
    parts_.replies.send_text(words, pending.from, turn);
}

void AddressChallenge::try_word(PendingChallenges::ChallengedLogin& pending, std::string_view word,
                                const Turn& turn) {
  const auto from = pending.from.endpoint;
  if (word != pending.word) {
    if (++pending.wrong_words >= PendingChallenges::kMaxWrongWords) pending_.forget(from);
    return;
  }
  const auto proved = pending;
  pending_.forget(from);
  const auto* why = refusal(from);
  if (!why)
    return parts_.membership.join({proved.from, proved.name, 0, {}, room::NameConflict::none},
                                  turn.now);
  ++parts_.stats.refused;
  parts_.replies.refuse(*why, proved.from, turn);
}

}  // namespace moonroom::relay

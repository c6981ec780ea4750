// The relay's demand on text logins from anywhere (`--classic open`): a forged address must not
// make its owner a member, who would receive the whole room's traffic, nor take a member's place.
// So the sender proves that it receives at its address, by repeating a word that was sent only
// there. Pure.
#pragma once

#include <string_view>

#include "relay/membership.h"
#include "relay/pending_challenges.h"
#include "relay/replies.h"

namespace moonroom::relay {

class AddressChallenge {
 public:
  /// All must outlive this.
  struct Parts {
    const Settings& settings;
    const room::RoomState& state;
    const EventGate& gate;
    Membership& membership;
    const Replies& replies;
    Stats& stats;
  };
  explicit AddressChallenge(const Parts& parts) : parts_(parts) {}

  /// Whether a peer there must answer a challenge before it joins.
  bool is_required(const wire::Endpoint& from) const;
  /// The source of such a peer has as many members as it can have.
  bool is_over_quota(const wire::Endpoint& from) const;
  /// Why nobody can join from there now, or null.
  const std::string* refusal(const wire::Endpoint& from) const;

  /// Holds the login back until the peer has repeated the word.
  void begin(const room::Login& login, const wire::Connection& from, const Turn& turn);
  /// False when the request comes from no pending challenge, or ends it.
  bool handle(const wire::Request& request, const wire::Endpoint& from, const Turn& turn);
  void expire(SteadyTime now) { pending_.expire(now); }

 private:
  void send_word(PendingChallenges::ChallengedLogin& pending, const Turn& turn) const;
  void try_word(PendingChallenges::ChallengedLogin& pending, std::string_view word,
                const Turn& turn);

  Parts parts_;
  PendingChallenges pending_;
};

}  // namespace moonroom::relay

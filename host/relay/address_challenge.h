// What the relay demands of text logins from anywhere (`--classic open`): a forged address must not
// make its owner a member, to whom a whole room is sent, nor take a member's place. So the sender
// shows that it receives at its address, by saying a word that only that address was told. Pure.
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
  /// As many members as may be are at the source of such a peer already.
  bool is_over_quota(const wire::Endpoint& from) const;
  /// Why nobody can join from there now, or null.
  const std::string* refusal(const wire::Endpoint& from) const;

  /// The login waits until the peer has said the word.
  void begin(const room::Login& login, const Peer& from, const Turn& turn);
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

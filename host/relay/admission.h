// Decides about logins and carries the decision out: the rate limit, bans, the password, free
// seats, the address challenge, the probe of a name's holder. Pure; time is an argument.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "relay/address_challenge.h"
#include "relay/membership.h"
#include "relay/name_probe.h"
#include "relay/password_gate.h"
#include "wire/source_rate.h"

namespace moonroom::relay {

struct LoginDecision {
  enum class Kind : uint8_t {
    /// The judge decides.
    admit,
    refuse,
    /// The password is missing.
    lock,
    /// The peer must first prove that it receives at its address.
    challenge,
    /// The name's holder is probed first.
    probe,
    /// Too many logins from this source: the peer is told once.
    limit,
    /// A repetition, or over the limit after the first notice.
    ignore,
  };
  Kind kind = Kind::admit;
  /// For refuse, limit and lock: the message to the peer.
  std::string why{};
};

class Admission {
 public:
  /// All must outlive this.
  struct Parts {
    const Settings& settings;
    room::RoomState& state;
    EventGate& gate;
    Membership& membership;
    NameProbes& probes;
    PasswordGate& passwords;
    AddressChallenge& challenge;
    const Replies& replies;
    Stats& stats;
  };
  explicit Admission(const Parts& parts);

  /// Counts against the peer's limit.
  LoginDecision decide(const room::Login& login, const wire::Connection& from, Moment now);
  /// Carries out the decision.
  void login(room::Login login, const wire::Connection& from, const Turn& turn);
  /// A peer asks to leave; `who` is 0 when it is no member.
  void leave(const wire::Connection& from, room::MemberId who, const Turn& turn);
  /// The message about the ban that applies to this newcomer; empty without one.
  std::string ban_in_words(std::string_view name, const wire::Address& from, Moment now) const;

  /// Submits logins whose probe has timed out. The judge can refuse the name.
  void submit_unanswered(Moment now);
  /// Refuses all pending logins, because the room ends.
  void refuse_pending(const Turn& turn);

 private:
  std::optional<LoginDecision> check_rate(const wire::Endpoint& from, SteadyTime now);
  std::string find_refusal(const room::Login& login, const wire::Endpoint& from, Moment now) const;
  bool is_full(const room::Login& login) const;
  bool needs_probe(const room::Login& login, SteadyTime now) const;
  void probe(const room::Login& login, const wire::Connection& from, const Turn& turn);

  Parts parts_;
  wire::SourceRate rate_;
};

}  // namespace moonroom::relay

// Decides about logins and has the decision carried out: how often a source may try, bans, the
// password, free places, the address challenge, the probe of a name's holder. Pure; time is an
// argument.
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
    /// The judge is asked.
    admit,
    refuse,
    /// The password has not been said.
    lock,
    /// The peer must show first that it receives at its address.
    challenge,
    /// The name's holder is asked first whether it lives.
    probe,
    /// Too many logins from there: the peer is told once.
    limit,
    /// A repetition, or over the limit for a while.
    ignore,
  };
  Kind kind = Kind::admit;
  /// Of a refusal, a limit and a lock: what the peer is told.
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
  LoginDecision decide(const room::Login& login, const Peer& from, Moment now);
  /// Does what was decided.
  void login(room::Login login, const Peer& from, const Turn& turn);
  /// A peer says goodbye; `who` is 0 when it is no member.
  void leave(const Peer& from, room::MemberId who, const Turn& turn);
  /// The ban that keeps this one out, in words; empty without one.
  std::string ban_in_words(std::string_view name, const wire::Address& from, Moment now) const;

  /// Logins whose probe has not been answered go to the judge; it may refuse the name.
  void submit_unanswered(Moment now);
  /// The room ends.
  void refuse_pending(const Turn& turn);

 private:
  std::optional<LoginDecision> check_rate(const wire::Endpoint& from, SteadyTime now);
  std::string find_refusal(const room::Login& login, const wire::Endpoint& from, Moment now) const;
  bool is_full(const room::Login& login) const;
  bool needs_probe(const room::Login& login, SteadyTime now) const;
  void probe(const room::Login& login, const Peer& from, const Turn& turn);

  Parts parts_;
  wire::SourceRate rate_;
};

}  // namespace moonroom::relay

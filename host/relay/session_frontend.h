// Handles session messages (wire/session_text.h): passwords, joins, resumptions, counted lines.
// Pure.
#pragma once

#include "relay/admission.h"
#include "relay/effects.h"
#include "relay/line_gate.h"
#include "relay/presence.h"
#include "relay/replies.h"
#include "wire/datagram.h"

namespace moonroom::relay {

class SessionFrontend {
 public:
  /// All must outlive this.
  struct Parts {
    const Settings& settings;
    room::RoomState& state;
    Admission& admission;
    PasswordGate& passwords;
    Membership& membership;
    LineGate& lines;
    Presence& presence;
    Poster& poster;
    const Replies& replies;
    Effects& effects;
    Stats& stats;
  };
  explicit SessionFrontend(const Parts& parts) : parts_(parts) {}

  /// The datagram is a message, and its endpoint names the session.
  void receive(const wire::Datagram& in, const Turn& turn);
  /// Submits deferred lines that the rate allows by now.
  void release(const Turn& turn);

 private:
  void join(std::string_view name, const Peer& from, const Turn& turn);
  void resume(const wire::ComeBack& wish, const Peer& from, const Turn& turn);
  void move(const room::Member& member, const wire::ComeBack& wish, const Peer& to,
            const Turn& turn);
  void speak(const wire::Say& line, const wire::Endpoint& from, const Turn& turn);
  void leave(const Peer& from, const Turn& turn);

  Parts parts_;
};

}  // namespace moonroom::relay

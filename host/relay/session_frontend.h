// Handles session messages (wire/session_text.h): passwords, joins, resumptions, counted lines.
// Pure.
#pragma once

#include "relay/admission.h"
#include "relay/line_gate.h"
#include "relay/replies.h"
#include "relay/resumption.h"
#include "wire/datagram.h"

namespace moonroom::relay {

class SessionFrontend {
 public:
  /// All must outlive this.
  struct Parts {
    room::RoomState& state;
    Admission& admission;
    PasswordGate& passwords;
    Membership& membership;
    LineGate& lines;
    Resumption& resumption;
    const Replies& replies;
    Stats& stats;
  };
  explicit SessionFrontend(const Parts& parts) : parts_(parts) {}

  /// The datagram is a message, and its endpoint names the session.
  void receive(const wire::Datagram& in, const Turn& turn);
  /// Submits deferred lines that the rate allows by now.
  void release(const Turn& turn);

 private:
  void join(std::string_view name, const wire::Connection& from, const Turn& turn);
  void speak(const wire::Say& line, const wire::Endpoint& from, const Turn& turn);
  void leave(const wire::Connection& from, const Turn& turn);

  Parts parts_;
};

}  // namespace moonroom::relay

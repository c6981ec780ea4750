// The two ways in which the room's members change: a join is submitted, a leave begins. A leaving
// member's name is free at once, and logins that waited for it continue. Pure.
#pragma once

#include <unordered_map>
#include <unordered_set>

#include "relay/event_gate.h"
#include "relay/line_gate.h"
#include "relay/name_probe.h"
#include "relay/password_gate.h"
#include "room/state.h"
#include "wire/connection.h"
#include "wire/session_text.h"

namespace moonroom::relay {

class Membership {
 public:
  /// All must outlive this.
  struct Parts {
    room::RoomState& state;
    EventGate& gate;
    LineGate& lines;
    NameProbes& probes;
    PasswordGate& passwords;
  };
  explicit Membership(const Parts& parts) : parts_(parts) {}

  /// Reserves the name and submits the join.
  void join(PendingLogin login, Moment now);
  /// Frees the name and submits the leave.
  void begin_leave(room::MemberId who, room::LeaveReason why, Moment now);

  /// Features that a session client announced before it joined.
  void set_capabilities(wire::SessionId session, const wire::Capabilities& capabilities) {
    capabilities_[session] = capabilities;
  }
  wire::Capabilities capabilities_of(wire::SessionId session) const;
  /// A member asks to be moved to this session. False when the session waits for that already.
  bool begin_return(wire::SessionId session) { return returning_.insert(session).second; }
  /// False when the session has ended since then.
  bool end_return(wire::SessionId session) { return returning_.erase(session) != 0; }
  /// The session has ended.
  void forget_session(wire::SessionId session);
  /// The connection has ended.
  void forget(const wire::Connection& connection) { forget_session(connection.endpoint.session); }

 private:
  Parts parts_;
  std::unordered_set<wire::SessionId> returning_;
  std::unordered_map<wire::SessionId, wire::Capabilities> capabilities_;
};

}  // namespace moonroom::relay

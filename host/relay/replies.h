// The host's answers to one peer, by text or in a session. The relay's other parts do not
// distinguish the two. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "relay/broadcast.h"
#include "relay/settings.h"
#include "relay/turn.h"
#include "room/state.h"
#include "wire/connection.h"
#include "wire/session_text.h"

namespace moonroom::relay {

class Replies {
 public:
  /// All must outlive this.
  Replies(const Settings& settings, const room::RoomState& state, Broadcaster& delivery)
      : settings_(settings), state_(state), delivery_(delivery) {}

  /// Includes the state of the member's mute.
  void welcome(const room::Member& member, const Turn& turn) const;
  /// Words in the room's protocol, to a peer without a session.
  void send_text(std::string_view words, const wire::Connection& to, const Turn& turn) const;
  void refuse(std::string_view why, const wire::Connection& to, const Turn& turn) const;
  /// The remaining time of the member's mute, if their client shows it; zero: not muted.
  void send_mute_state(const room::Member& member, WallTime::duration left, const Turn& turn) const;
  /// The room has a password, and this peer has not sent it.
  void lock(std::string_view why, const wire::Connection& to, const Turn& turn) const;
  /// Ends the connection.
  void end(const wire::Connection& to, wire::Parting why, const Turn& turn) const;
  /// The peer wants to resume, but its token belongs to no seat.
  void refuse_return(const wire::Connection& to, const Turn& turn) const;
  /// The host that had this session's keys has ended.
  void expire_session(wire::Endpoint where, const Turn& turn) const;

  /// Sends a host message to a present member; ignored for others.
  void tell(room::MemberId who, std::string_view words, const Turn& turn) const;
  /// `line` is the author's number for the line, or 0. `why` is one word of the protocol.
  void refuse_line(room::MemberId who, uint64_t line, std::string_view why, std::string_view words,
                   const Turn& turn) const;
  /// The author's line became this entry of the log, with another text if `changed` is set.
  void confirm_line(const room::Member& author, uint64_t line, uint64_t entry,
                    const std::optional<std::string>& changed, const Turn& turn) const;

 private:
  const Settings& settings_;
  const room::RoomState& state_;
  Broadcaster& delivery_;
};

}  // namespace moonroom::relay

// Answers of the host to one peer, in the language of its connection: text or a session. The
// relay's other parts do not tell the two apart. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "relay/broadcast.h"
#include "relay/peer.h"
#include "relay/settings.h"
#include "relay/turn.h"
#include "room/state.h"
#include "wire/session_text.h"

namespace moonroom::relay {

class Replies {
 public:
  /// All must outlive this.
  Replies(const Settings& settings, const room::RoomState& state, Broadcaster& delivery)
      : settings_(settings), state_(state), delivery_(delivery) {}

  /// With the state of the member's mute.
  void welcome(const room::Member& member, const Turn& turn) const;
  void refuse(std::string_view why, const Peer& to, const Turn& turn) const;
  /// How much longer the member may not speak, where their client shows it; zero: not muted.
  void send_mute_state(const room::Member& member, WallTime::duration left, const Turn& turn) const;
  /// The room has a password, and this peer has not said it.
  void lock(std::string_view why, const Peer& to, const Turn& turn) const;
  /// Ends the connection.
  void end(const Peer& to, wire::Parting why, const Turn& turn) const;
  /// The token of a peer that wants its seat back names nobody's seat.
  void refuse_return(const Peer& to, const Turn& turn) const;
  /// The keys of this session went with the host that had them.
  void expire_session(wire::Endpoint where, const Turn& turn) const;

  /// Words of the host to a present member; others get nothing.
  void tell(room::MemberId who, std::string_view words, const Turn& turn) const;
  /// `line` is the author's number for it, or 0. `why` is one word of the protocol.
  void refuse_line(room::MemberId who, uint64_t line, std::string_view why, std::string_view words,
                   const Turn& turn) const;
  /// The author's line became this entry of the log, with another text if there is one.
  void confirm_line(const room::Member& author, uint64_t line, uint64_t entry,
                    const std::optional<std::string>& changed, const Turn& turn) const;

 private:
  const Settings& settings_;
  const room::RoomState& state_;
  Broadcaster& delivery_;
};

}  // namespace moonroom::relay

// One side of a session's reliable link: each message comes out on the other side once and in
// order, although the network loses, repeats and reorders packets. No socket, no cipher and no
// clock of its own: packets' plaintexts go in and out, and time is an argument that never runs
// backwards. The owner seals and sends what `fill` writes, and calls it again at `next_due`. The
// owner must pass in only new and authentic packets.
//
// In-order data is acknowledged late (kAckDelay) or on a packet that leaves anyway, unless the
// sender requests an acknowledgement. It does so on a path with recent losses, and once a second to
// measure the round trip.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "base/moment.h"
#include "base/rate_window.h"
#include "link/close_handshake.h"
#include "link/fragment.h"
#include "link/frame.h"
#include "link/receiving.h"
#include "link/sending.h"
#include "link/shared_buffer.h"

namespace moonroom::link {

class Link {
 public:
  /// Queues a message of at most kMaxMessage bytes. Ignored after `close` or an overflow.
  void send(const SharedBuffer& body);
  /// Requests an answer from the peer, to test that it is alive.
  void ping() { ping_ = true; }
  /// Closes the link after all queued messages are acknowledged, or at once after an overflow. The
  /// close is retransmitted a few times until it is answered.
  void close(CloseReason why);
  /// The peer has a new address: measures the path anew, and retransmits data in flight.
  void moved(SteadyTime now) { sending_.moved(now); }

  /// Processes a packet's plaintext; `deliver` gets each message that is now in order. False when
  /// the packet is malformed; frames before the fault have been processed. `deliver` may send, but
  /// must neither destroy the link nor call `receive`.
  bool receive(std::string_view frames, SteadyTime now,
               const std::function<void(std::string_view)>& deliver);
  /// Writes the next packet's plaintext and returns its size, or 0 when nothing is to be sent now.
  /// Call it until it returns 0. A packet that another one follows at once is padded, so that all
  /// packets of a burst have one size, except the last and a path probe (path_size.h). `packet` has
  /// kMinPacket bytes or more. An owner of many links passes `answers` to bound the
  /// acknowledgements that it receives: once it is used up, no packet requests one only to measure
  /// the path.
  size_t fill(std::span<char> packet, SteadyTime now, RateWindow* answers = nullptr);
  /// When to call `fill` if nothing else happens, or nullopt for never. It writes a packet then.
  /// SteadyTime::min() means at once.
  std::optional<SteadyTime> next_due() const;

  /// True when more than kMaxBacklog messages or kMaxBacklogBytes were waiting: the peer is too
  /// slow. All waiting messages were dropped, and only a close is still sent.
  bool overflowed() const { return sending_.overflowed(); }
  /// The peer's reason for closing.
  std::optional<CloseReason> peer_close_reason() const { return close_handshake_.received(); }
  /// True when both sides have closed, or this side has retransmitted its close often enough
  /// without an answer. Unacknowledged messages delay this forever, so the owner must set a limit.
  bool finished() const;

  /// Unacknowledged messages (or fragments of long ones) and their bytes.
  size_t backlog() const { return sending_.backlog(); }
  size_t backlog_bytes() const { return sending_.backlog_bytes(); }
  /// Fragments sent, without retransmissions; and the number of retransmissions.
  uint64_t sent() const { return sending_.fragments_sent(); }
  uint64_t repeats() const { return sending_.repeats(); }
  /// Received duplicates: the peer's needless retransmissions.
  uint64_t doubled() const { return receiving_.doubled(); }
  /// True when packets of full size arrive.
  bool path_is_full() const { return sending_.path().is_full(); }
  /// An estimate; a guess before the first answer.
  Duration round_trip() const { return sending_.round_trip(); }

 private:
  using Deliver = Receiving::Deliver;

  bool on_frame(const Frame& frame, SteadyTime now, const Deliver& deliver);
  void on_ack_requested(SteadyTime now);
  void on_close(CloseReason why);
  bool has_packet(SteadyTime now) const;
  bool is_close_due(SteadyTime now) const {
    return sending_.empty() && close_handshake_.due() <= now;
  }
  bool requests_ack(SteadyTime now, RateWindow* answers) const;
  void write_close(FrameWriter& out, size_t written, SteadyTime now);

  Sending sending_;
  Receiving receiving_;
  CloseHandshake close_handshake_;
  bool ping_ = false;
};

}  // namespace moonroom::link

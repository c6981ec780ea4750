// One side of a session's reliable link: messages go in, each comes out on the other side once and
// in order, whatever the network loses, repeats or reorders in between. No socket, no cipher and
// no clock of its own: packets' plaintexts go in and out, and time is an argument that never runs
// backwards. Whoever owns it seals what `fill` writes, sends it, and calls again at `next_due`.
// Which packets are new and authentic is the owner's business too.
//
// What comes in order is acknowledged late (kAckDelay) or on a packet that goes anyway, unless the
// sender asks: he does on a path that has lost something of late, and once a second to measure.
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
  /// Queues a message of at most kMaxMessage bytes. Dropped after a goodbye or an overflow.
  void send(const SharedBuffer& body);
  /// Asks the other side for a sign of life.
  void ping() { ping_ = true; }
  /// Says goodbye in the packets that follow, behind everything that is queued already: when that
  /// has come, or at once after an overflow. Said again until it is answered, a few times.
  void close(CloseReason why);
  /// The other side is heard from another address: the path is measured anew, and what is on its
  /// way goes again.
  void moved(SteadyTime now) { sending_.moved(now); }

  /// Takes a packet's plaintext; `deliver` gets each message that is now in order. False when it is
  /// malformed: what stood before the fault has been taken. `deliver` may send, but must neither
  /// destroy the link nor call `receive`.
  bool receive(std::string_view frames, SteadyTime now,
               const std::function<void(std::string_view)>& deliver);
  /// Writes the next packet's plaintext, and returns its size: 0 when nothing is to be sent now.
  /// Call it until then. A packet behind which another one follows at once is padded, so that
  /// packets of one call have one size but for the last and for one that finds out what the path
  /// carries (path_size.h). `packet` has kMinPacket bytes or more. Where many links have one owner,
  /// `answers` bounds how many answers that owner is sent: once it is used up, no packet asks for
  /// one only to measure the path.
  size_t fill(std::span<char> packet, SteadyTime now, RateWindow* answers = nullptr);
  /// When `fill` is to be called if nothing happens before; nothing when never. It writes a packet
  /// then. SteadyTime::min() is at once.
  std::optional<SteadyTime> next_due() const;

  /// More than kMaxBacklog messages or kMaxBacklogBytes were waiting: the other side does not keep
  /// up, all that waited was let go, and nothing but a goodbye goes out any more.
  bool overflowed() const { return sending_.overflowed(); }
  /// What the other side said when it went.
  std::optional<CloseReason> peer_close_reason() const { return close_handshake_.received(); }
  /// Both sides have said goodbye, or this one so often that nobody seems to listen. A link whose
  /// messages are not acknowledged does not get so far: its owner sets a limit.
  bool finished() const;

  /// Messages (fragments of long ones) and their bytes that are not acknowledged.
  size_t backlog() const { return sending_.backlog(); }
  size_t backlog_bytes() const { return sending_.backlog_bytes(); }
  /// Fragments that were sent, not counting those that were sent again, and how many times that
  /// was.
  uint64_t sent() const { return sending_.fragments_sent(); }
  uint64_t repeats() const { return sending_.repeats(); }
  /// Fragments that came although they had come before: the other side's needless repeats.
  uint64_t doubled() const { return receiving_.doubled(); }
  /// Packets of full size arrive.
  bool path_is_full() const { return sending_.path().is_full(); }
  /// A guess, until the first answer.
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

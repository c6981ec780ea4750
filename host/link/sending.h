// The sending side of a link: the backlog, retransmissions, and when to send.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/moment.h"
#include "link/frame.h"
#include "link/path_size.h"
#include "link/round_trip.h"
#include "link/send_window.h"
#include "link/shared_buffer.h"
#include "link/timing.h"

namespace moonroom::link {

/// The limit of unacknowledged data. For such a slow reader a new session is better.
constexpr size_t kMaxBacklog = 8192;
constexpr size_t kMaxBacklogBytes = 1 << 20;

class Sending {
 public:
  Sending();

  /// Drops the message beyond the backlog limit, and after `stop`.
  void send(const SharedBuffer& body);
  /// Stops sending and drops the backlog.
  void stop();
  bool overflowed() const { return overflowed_; }
  bool empty() const { return backlog() == 0; }
  /// True when nothing is unacknowledged but the `written` fragments of the current packet.
  bool ends_with(size_t written) const { return backlog() == written; }
  size_t backlog() const { return window_.waiting() + window_.missing(); }
  size_t backlog_bytes() const { return bytes_; }

  /// False when it acknowledges fragments that were never sent.
  bool acknowledge(const Ack& ack, SteadyTime now);
  /// The peer is alive: after a silence, retries at once.
  void on_peer_alive(SteadyTime now);
  /// The path has changed: resets its estimates.
  void moved(SteadyTime now);

  /// Finds losses. Call it before the functions below.
  void detect_losses(SteadyTime now);
  bool has_packet() const { return window_.has_lost() || may_launch(); }
  /// True when the packet should request an acknowledgement: the path loses packets, or a
  /// measurement is due.
  bool wants_answer(SteadyTime now) const;
  /// How many bytes of a packet of `whole` bytes are usable, and whether it must be padded to that.
  size_t limit(size_t whole, SteadyTime now) const { return path_.limit(whole, now); }
  bool probes(SteadyTime now) const { return path_.probes(now); }
  /// The last written packet leaves with `frames` bytes of frames.
  void on_packet_sent(size_t frames, SteadyTime now) { path_.sent(packets_, frames, now); }
  const PathSize& path() const { return path_; }
  /// Writes the fragments that fit and returns their number; `asked`: the packet requests an
  /// acknowledgement.
  size_t write(FrameWriter& out, bool asked, SteadyTime now);
  /// kNever when only an acknowledgement or a new message can change anything.
  SteadyTime next_due() const;

  /// How long to wait for a requested acknowledgement.
  Duration ack_timeout() const { return round_trip_.timeout(); }
  /// Timeouts since the last acknowledgement.
  unsigned timeouts() const { return timeouts_; }
  uint64_t fragments_sent() const { return window_.next() - 1; }
  uint64_t repeats() const { return repeats_; }
  Duration round_trip() const { return round_trip_.smoothed(); }

  /// Frees memory that only a busy link needs.
  void trim_memory() { window_.trim_memory(); }

 private:
  void send_next(FrameWriter& out, const SentInfo& departure, size_t& written);
  void repeat(FrameWriter& out, const SentInfo& departure, size_t& written);
  bool may_launch() const { return window_.waiting() != 0 && !window_.full() && !is_silent(); }
  bool is_silent() const;
  void probe(SteadyTime now);
  void find_lost(SteadyTime now);
  void relax(const SendWindow::AckResult& news);
  SteadyTime deadline() const;

  bool stopped_ = false;
  bool overflowed_ = false;
  // The latest packet requested an acknowledgement.
  bool asked_ = false;
  uint8_t timeouts_ = 0;
  uint8_t backoff_ = 0;
  uint8_t doubtful_ = 0;
  // How many more packets request an acknowledgement each.
  uint16_t wary_;
  uint32_t packets_ = 0;
  // The latest packet at the last retransmission on suspicion. The answer to this or an earlier
  // packet can have been lost, so a later answer can belong to the retransmission.
  uint32_t suspected_ = 0;
  SendWindow window_;
  PathSize path_;
  RoundTrip round_trip_;
  SteadyTime asked_at_ = SteadyTime::min();
  // When the timeout began (RFC 6298, 5): at the first fragment, or at the last progress.
  SteadyTime waits_since_;
  SteadyTime next_loss_ = kNever;
  size_t bytes_ = 0;
  uint64_t repeats_ = 0;
};

}  // namespace moonroom::link

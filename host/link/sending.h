// The sending side of a link: what waits, what is on its way, what goes again, and when.
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

/// What may wait to be acknowledged. Whoever reads so slowly is better off coming back.
constexpr size_t kMaxBacklog = 8192;
constexpr size_t kMaxBacklogBytes = 1 << 20;

class Sending {
 public:
  Sending();

  /// Beyond the backlog, and after `stop`, it is dropped.
  void send(const SharedBuffer& body);
  /// Nothing is sent any more, and what was to be sent is let go.
  void stop();
  bool overflowed() const { return overflowed_; }
  bool empty() const { return backlog() == 0; }
  /// True when nothing is missing but the `written` fragments of the packet at hand.
  bool ends_with(size_t written) const { return backlog() == written; }
  size_t backlog() const { return window_.waiting() + window_.missing(); }
  size_t backlog_bytes() const { return bytes_; }

  /// False when it acknowledges what was never sent.
  bool acknowledge(const Ack& ack, SteadyTime now);
  /// The other side lives: one that was silent is tried again at once.
  void on_peer_alive(SteadyTime now);
  /// The path is another: nothing is known of it.
  void moved(SteadyTime now);

  /// Finds out what has been lost by now. Before any of those below.
  void detect_losses(SteadyTime now);
  bool has_packet() const { return window_.has_lost() || may_launch(); }
  /// True when the receiver should answer at once: the path loses packets, or it is time to
  /// measure.
  bool wants_answer(SteadyTime now) const;
  /// How much of a packet of `whole` bytes may be filled, and whether it is to be padded to that.
  size_t limit(size_t whole, SteadyTime now) const { return path_.limit(whole, now); }
  bool probes(SteadyTime now) const { return path_.probes(now); }
  /// The packet that was written last leaves with so many bytes of frames.
  void on_packet_sent(size_t frames, SteadyTime now) { path_.sent(packets_, frames, now); }
  const PathSize& path() const { return path_; }
  /// Writes what fits; `asked`: the packet asks for an answer. Returns how many fragments it wrote.
  size_t write(FrameWriter& out, bool asked, SteadyTime now);
  /// kNever when only an acknowledgement or something new can change anything.
  SteadyTime next_due() const;

  /// How long to wait for an answer that was asked for.
  Duration ack_timeout() const { return round_trip_.timeout(); }
  /// Timeouts since anything was acknowledged.
  unsigned timeouts() const { return timeouts_; }
  uint64_t fragments_sent() const { return window_.next() - 1; }
  uint64_t repeats() const { return repeats_; }
  Duration round_trip() const { return round_trip_.smoothed(); }

  /// Lets go of memory that only a busy link needs.
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
  // Whether the latest packet asked for an answer.
  bool asked_ = false;
  uint8_t timeouts_ = 0;
  uint8_t backoff_ = 0;
  uint8_t doubtful_ = 0;
  // How many packets more ask for an answer each.
  uint16_t wary_;
  uint32_t packets_ = 0;
  // The latest packet when something was repeated on suspicion: an answer to it or to those before
  // may have been lost, and what comes is the answer to the repeat.
  uint32_t suspected_ = 0;
  SendWindow window_;
  PathSize path_;
  RoundTrip round_trip_;
  SteadyTime asked_at_ = SteadyTime::min();
  // From when the timeout counts (RFC 6298, 5): the first fragment, the last progress.
  SteadyTime waits_since_;
  SteadyTime next_loss_ = kNever;
  size_t bytes_ = 0;
  uint64_t repeats_ = 0;
};

}  // namespace moonroom::link

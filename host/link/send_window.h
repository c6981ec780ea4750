// The unacknowledged fragments in order of their numbers: at most a window of sent ones, then those
// that wait to be sent. Interprets acknowledgements and finds losses; its user decides when to
// send.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/fifo.h"
#include "base/moment.h"
#include "link/fragment.h"
#include "link/frame.h"

namespace moonroom::link {

/// The number of fragments that can be in flight: as many as a receiver stores out of order.
constexpr uint32_t kWindow = 256;

/// How a fragment was last sent.
struct SentInfo {
  SteadyTime at;
  /// Counts packets that contain fragments.
  uint32_t packet = 0;
  /// The packet requested an acknowledgement.
  bool asked = false;
  /// The packet was a path probe (path_size.h).
  bool probe = false;
};

class SendWindow {
 public:
  /// The news in an acknowledgement.
  struct AckResult {
    size_t fragments = 0;
    size_t bytes = 0;
    /// One of the fragments was sent only once, so the acknowledgement is for that transmission.
    bool certain = false;
    /// The latest packet of such fragments, and whether a probe is among them.
    uint32_t certain_packet = 0;
    bool probe = false;
    /// The latest packet of these fragments, and the round trip if it is certain.
    uint32_t packet = 0;
    std::optional<Duration> round_trip;
  };
  struct Losses {
    size_t found = 0;
    /// The latest packet among them.
    uint32_t packet = 0;
    /// When the next fragment is lost unless it is acknowledged.
    SteadyTime next;
  };

  /// These three count sent fragments.
  bool empty() const { return sent_ == 0; }
  bool full() const { return sent_ == kWindow; }
  size_t size() const { return sent_; }
  /// Sent and not acknowledged.
  size_t missing() const { return size_t{sent_} - acknowledged_; }
  size_t waiting() const { return fragments_.size() - sent_; }
  /// The number of the next new fragment.
  uint32_t next() const { return base_ + sent_; }

  /// Splits a message into fragments and queues them.
  void queue(const SharedBuffer& body);
  /// The first waiting fragment, which must exist. Valid until the next change.
  Fragment next_fragment() const;
  /// Moves that fragment into the window.
  void mark_sent(const SentInfo& departure);
  /// Forgets all fragments, also waiting ones.
  void ack_all();
  /// Frees memory when the window is empty.
  void trim_memory() {
    if (fragments_.empty()) fragments_.trim_memory();
  }

  /// False when it acknowledges fragments that were never sent.
  bool is_possible(const Ack& ack) const;
  /// `least`: the lower bound of a round trip.
  AckResult acknowledge(const Ack& ack, SteadyTime now, Duration least);

  /// Marks as lost all fragments that left before a packet that has arrived, and longer than
  /// `reordering` ago.
  Losses find_lost(SteadyTime now, Duration reordering);
  /// After a long silence, marks as lost the oldest fragment and the following ones that were sent
  /// at `before` or earlier, as many as fit one packet. Returns the packet of the oldest.
  uint32_t suspect(SteadyTime before);

  bool has_lost() const { return lost_ != 0; }
  struct Lost {
    Fragment fragment;
    size_t index;
  };
  /// The first marked fragment, which must exist.
  Lost first_lost();
  /// Records a retransmission of that fragment.
  void mark_retransmitted(size_t index, const SentInfo& departure);

 private:
  // Waiting fragments use only `body` and `place`.
  struct InFlight {
    SharedBuffer body;
    SteadyTime sent_at;
    uint32_t packet = 0;
    uint8_t place = 0;
    bool asked : 1 = false;
    bool acknowledged : 1 = false;
    bool lost : 1 = false;
    bool repeated : 1 = false;
    bool probe : 1 = false;
  };

  void acknowledge_one(InFlight& piece, SteadyTime now, Duration least, AckResult& news);
  static void measure(const InFlight& piece, SteadyTime now, AckResult& news);
  void mark(size_t index);
  void drop_acknowledged();
  bool may_have_lost() const;
  size_t reported() const;

  Fifo<InFlight> fragments_;
  // How many of them were sent; they come first.
  uint16_t sent_ = 0;
  uint32_t base_ = 1;
  // The latest packet with an acknowledged fragment.
  uint32_t arrived_ = 0;
  // The latest acknowledgement does not cover fragments from this number on.
  uint32_t unreported_from_ = 1;
  uint16_t acknowledged_ = 0;
  uint16_t lost_ = 0;
  uint16_t repeated_ = 0;
  // Lower bound for the numbers of lost fragments.
  uint32_t lost_from_ = 1;
};

}  // namespace moonroom::link

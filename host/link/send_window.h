// The fragments of which it is not known that they have come, in order of their numbers: at most a
// window that were sent, and behind them those that wait to be. Knows what an acknowledgement says
// about them, and which of them are lost; when to send is its user's business.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/fifo.h"
#include "base/moment.h"
#include "link/fragment.h"
#include "link/frame.h"

namespace moonroom::link {

/// Fragments that may be on their way: as many as a receiver keeps when they come too early.
constexpr uint32_t kWindow = 256;

/// The packet that a fragment left in last.
struct SentInfo {
  SteadyTime at;
  /// Counts the packets with fragments in them.
  uint32_t packet = 0;
  /// The receiver was asked to answer at once.
  bool asked = false;
  /// The packet asks whether full ones arrive (path_size.h).
  bool probe = false;
};

class SendWindow {
 public:
  /// What an acknowledgement told that was not known.
  struct AckResult {
    size_t fragments = 0;
    size_t bytes = 0;
    /// One of them had been sent once only, so the answer is to that.
    bool certain = false;
    /// The latest packet of those, and whether a probe is among them.
    uint32_t certain_packet = 0;
    bool probe = false;
    /// The latest packet in which one of them left, and how long its answer took if that is sure.
    uint32_t packet = 0;
    std::optional<Duration> round_trip;
  };
  struct Losses {
    size_t found = 0;
    /// The latest packet of theirs.
    uint32_t packet = 0;
    /// When the next one is lost unless it is acknowledged.
    SteadyTime next;
  };

  /// Of those that were sent.
  bool empty() const { return sent_ == 0; }
  bool full() const { return sent_ == kWindow; }
  size_t size() const { return sent_; }
  /// Those that are not acknowledged.
  size_t missing() const { return size_t{sent_} - acknowledged_; }
  size_t waiting() const { return fragments_.size() - sent_; }
  /// The number of the next fragment that is sent.
  uint32_t next() const { return base_ + sent_; }

  /// A message waits to be sent, cut into fragments.
  void queue(const SharedBuffer& body);
  /// The first that waits; only when there is one. Valid until the next change.
  Fragment next_fragment() const;
  /// That fragment leaves.
  void mark_sent(const SentInfo& departure);
  /// Forgets all, those that wait too.
  void ack_all();
  /// Lets go of memory when there is nothing.
  void trim_memory() {
    if (fragments_.empty()) fragments_.trim_memory();
  }

  /// False when it speaks of what was never sent.
  bool is_possible(const Ack& ack) const;
  /// `least`: no answer takes less.
  AckResult acknowledge(const Ack& ack, SteadyTime now, Duration least);

  /// Marks what left before something that has arrived, and at `before` or earlier.
  Losses find_lost(SteadyTime now, Duration reordering);
  /// Marks the oldest fragment, and those behind it that left at `before` or earlier, as many as
  /// fit one packet: nothing has been heard of them for long. Returns the packet in which the
  /// oldest left.
  uint32_t suspect(SteadyTime before);

  bool has_lost() const { return lost_ != 0; }
  struct Lost {
    Fragment fragment;
    size_t index;
  };
  /// The first that is marked; only when there is one.
  Lost first_lost();
  /// That fragment leaves once more.
  void mark_retransmitted(size_t index, const SentInfo& departure);

 private:
  // What waits has no more than a body and a place.
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
  // How many of them were sent: the first.
  uint16_t sent_ = 0;
  uint32_t base_ = 1;
  // The latest packet of which a fragment has arrived.
  uint32_t arrived_ = 0;
  // An acknowledgement has no words for fragments from this number on: of those nothing is known.
  uint32_t unreported_from_ = 1;
  uint16_t acknowledged_ = 0;
  uint16_t lost_ = 0;
  uint16_t repeated_ = 0;
  // Nothing below is lost.
  uint32_t lost_from_ = 1;
};

}  // namespace moonroom::link

// Events on their way to the terminal process, which can be stopped for hours: a bounded queue that
// is sent in packets at a bounded rate, so that a busy room redraws the screen a few times a second
// instead of once for each line. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "base/moment.h"
#include "client/messages.h"

namespace moonroom::client {

class EventQueue {
 public:
  /// An evening of a busy room. Beyond it, the oldest message is dropped and counted.
  static constexpr size_t kMaxBytes = 4u << 20;
  /// A single larger event makes a larger packet.
  static constexpr size_t kMaxPacket = 32u << 10;
  /// Interval between packets: one frame of a screen.
  static constexpr auto kPace = std::chrono::milliseconds(16);

  void push(const Event& event);

  bool empty() const { return waiting_.empty(); }
  /// When the next packet can be sent; nullopt when the queue is empty.
  std::optional<SteadyTime> next_due() const;
  /// The next packet, for `decode_events`. The queue must not be empty.
  std::string packet() const;
  /// The packet has been sent.
  void handed_over(SteadyTime now);

 private:
  struct Waiting {
    std::string bytes;
    bool may_be_dropped = false;
  };

  void drop_oldest();
  size_t in_next_packet() const;

  std::deque<Waiting> waiting_;
  size_t bytes_ = 0;
  uint64_t missed_ = 0;
  std::optional<SteadyTime> last_;
};

}  // namespace moonroom::client

// Events on their way to the half of the client that owns the terminal, which may be stopped for
// hours: a bounded queue, handed over in packets, and not too often, so that a busy room costs a
// screen a few pictures a second instead of one for each line. Pure.
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
  /// An evening of a busy room. Beyond it the oldest that was heard is dropped and counted.
  static constexpr size_t kMaxBytes = 4u << 20;
  /// One event may make a packet larger.
  static constexpr size_t kMaxPacket = 32u << 10;
  /// Between two packets: as often as a screen shows a new picture.
  static constexpr auto kPace = std::chrono::milliseconds(16);

  void push(const Event& event);

  bool empty() const { return waiting_.empty(); }
  /// When the next packet may go; nothing when there is none.
  std::optional<SteadyTime> next_due() const;
  /// What comes next, as bytes of `decode_events`. The queue must not be empty.
  std::string packet() const;
  /// It has been handed over.
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

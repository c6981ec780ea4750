// Comings and goings, a few at a time. Each is told to the whole room, so a crowd of a thousand
// that comes or goes at once is a million notices; what anybody says meanwhile must not wait behind
// them. So the judge is given only as many as can be told in a moment; the others wait here, in the
// order in which they came. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "base/fifo.h"
#include "room/event.h"

namespace moonroom::relay {

class Turnstile {
 public:
  void wait(room::Event event) { waiting_.push_back(std::move(event)); }
  bool empty() const { return waiting_.empty(); }

  /// The next that may go to the judge, in a room where a notice takes so many datagrams; nothing
  /// when the judge has enough.
  std::optional<room::Event> next(size_t datagrams) {
    if (waiting_.empty() || (!open_ && in_hand_ >= most(datagrams))) return std::nullopt;
    ++in_hand_;
    std::optional<room::Event> event(std::move(waiting_.front()));
    waiting_.pop_front();
    return event;
  }
  /// One of those has been judged.
  void judged() { --in_hand_; }
  /// Nobody waits from now on: the room ends.
  void open() { open_ = true; }

 private:
  // What the kernel sends in less than 10 ms.
  static constexpr size_t kDatagramsAtOnce = 4096;

  static size_t most(size_t datagrams) {
    return std::max<size_t>(kDatagramsAtOnce / std::max<size_t>(datagrams, 1), 1);
  }

  Fifo<room::Event> waiting_;
  size_t in_hand_ = 0;
  bool open_ = false;
};

}  // namespace moonroom::relay

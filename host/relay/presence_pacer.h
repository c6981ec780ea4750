// Paces joins and leaves. Each is announced to the whole room, so a thousand at once are a million
// datagrams, and lines must not wait behind them. The pacer submits as many events as can be
// broadcast in a moment and queues the others in order. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "base/fifo.h"
#include "room/event.h"

namespace moonroom::relay {

class PresencePacer {
 public:
  void push(room::Event event) { waiting_.push_back(std::move(event)); }
  bool empty() const { return waiting_.empty(); }

  /// Next event to submit, or nullopt while the in-flight budget (in datagrams per notice) is used
  /// up.
  std::optional<room::Event> next(size_t datagrams) {
    if (waiting_.empty() || (!released_ && in_flight_ >= max_in_flight(datagrams)))
      return std::nullopt;
    ++in_flight_;
    std::optional<room::Event> event(std::move(waiting_.front()));
    waiting_.pop_front();
    return event;
  }
  /// The judge has returned one of these events.
  void completed() { --in_flight_; }
  /// Lifts the budget, because the room ends.
  void release_all() { released_ = true; }

 private:
  // The kernel sends these in less than 10 ms.
  static constexpr size_t kMaxDatagramsInFlight = 4096;

  static size_t max_in_flight(size_t datagrams) {
    return std::max<size_t>(kMaxDatagramsInFlight / std::max<size_t>(datagrams, 1), 1);
  }

  Fifo<room::Event> waiting_;
  size_t in_flight_ = 0;
  bool released_ = false;
};

}  // namespace moonroom::relay

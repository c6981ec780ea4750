// Passes events to the judge and back. Joins and leaves are paced, because each is announced to the
// whole room (relay/presence_pacer.h); all other events go to the judge at once. Numbers lines.
// Pure.
#pragma once

#include <utility>

#include "relay/line_numbers.h"
#include "relay/presence_pacer.h"
#include "room/judge.h"
#include "room/state.h"
#include "wire/datagram.h"

namespace moonroom::relay {

class EventGate {
 public:
  /// Both must outlive this.
  EventGate(const room::RoomState& state, room::Judge& judge) : state_(state), judge_(judge) {}

  /// The judge's queue is at its limit: new events are refused with a reason.
  bool is_busy() const { return judge_.busy(); }
  void submit(const room::Event& event, Moment now) {
    numbers_.submitted();
    judge_.submit(event, now);
  }
  /// Queues a join or a leave until few enough of them are in flight.
  void submit_paced(room::Event event, Moment now) {
    pacer_.push(std::move(event));
    submit_waiting(now);
  }
  /// Submits waiting joins and leaves as far as the budget allows.
  void submit_waiting(Moment now);
  /// Submits all of them, because the room ends.
  void release_all(Moment now) {
    pacer_.release_all();
    submit_waiting(now);
  }

  /// The oldest judged event, or null. Valid until the next call.
  const room::Judged* next() { return judge_.next(); }
  /// The caller must report each event that `next` returned.
  void on_applied(const room::Event& event);
  /// The number for the next line.
  uint64_t next_line_number() { return numbers_.next(state_.log.last()); }

 private:
  const room::RoomState& state_;
  room::Judge& judge_;
  PresencePacer pacer_;
  LineNumbers numbers_;
};

}  // namespace moonroom::relay

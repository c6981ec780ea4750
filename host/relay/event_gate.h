// The way of events to the judge and back. Joins and leaves are paced, because each is told to the
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

  /// As many events wait as should: new ones are refused with a reason.
  bool is_busy() const { return judge_.busy(); }
  void submit(const room::Event& event, Moment now) {
    numbers_.submitted();
    judge_.submit(event, now);
  }
  /// A join or a leave: waits until few enough of them are on their way.
  void submit_paced(room::Event event, Moment now) {
    pacer_.push(std::move(event));
    submit_waiting(now);
  }
  /// Submits waiting joins and leaves as far as the budget allows.
  void submit_waiting(Moment now);
  /// Submits all of them: the room ends.
  void release_all(Moment now) {
    pacer_.release_all();
    submit_waiting(now);
  }

  /// The oldest event that has been judged, valid until the next call; null when there is none.
  const room::Judged* next() { return judge_.next(); }
  /// To be called for each event that came out of `next`.
  void on_applied(const room::Event& event);
  /// The number of a line that is submitted next.
  uint64_t next_line_number() { return numbers_.next(state_.log.last()); }

 private:
  const room::RoomState& state_;
  room::Judge& judge_;
  PresencePacer pacer_;
  LineNumbers numbers_;
};

}  // namespace moonroom::relay

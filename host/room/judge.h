// The interface between the room and its scripts. The server uses ring::WorkerJudge, which runs Lua
// in another process; tests use a few lines of their own.
#pragma once

#include <cstddef>

#include "base/moment.h"
#include "room/event.h"

namespace moonroom::room {

/// A judged event, as it was submitted, with its verdict.
struct Judged {
  Event event;
  Verdict verdict;
};

class Judge {
 public:
  virtual ~Judge() = default;

  /// Queues an event. Every event gets a verdict, and verdicts come out in the order of the events.
  /// Callers check `busy` before they submit an event that they can refuse. Events that cannot be
  /// refused, such as a leave, are always accepted.
  virtual void submit(const Event& event, Moment now) = 0;

  /// The oldest judged event that has not been returned yet, or null. Valid until the next call.
  /// Never blocks.
  virtual const Judged* next() = 0;

  /// The queue is at its limit: callers should refuse new events with a reason.
  virtual bool busy() const = 0;
};

}  // namespace moonroom::room

// Who is asked before something happens: the seam between the room and its scripts. The real one is
// ring::WorkerJudge, where Lua judges in another process; a test's is a few lines.
#pragma once

#include <cstddef>

#include "base/moment.h"
#include "room/event.h"

namespace moonroom::room {

/// An event that has been judged, as it was submitted, and what came of it.
struct Judged {
  Event event;
  Verdict verdict;
};

class Judge {
 public:
  virtual ~Judge() = default;

  /// Takes an event in. Verdicts come out in the order in which events went in, and every event
  /// gets one. Callers ask `busy` first for what may be refused; what may not (a leave) is always
  /// taken.
  virtual void submit(const Event& event, Moment now) = 0;

  /// The oldest event that has been judged and not been returned yet, valid until the next call;
  /// null when there is none. Never waits.
  virtual const Judged* next() = 0;

  /// As many events are held as ought to be: new ones should be refused with a reason.
  virtual bool busy() const = 0;
};

}  // namespace moonroom::room

// Who is asked before something happens: the seam between the room and its scripts. The real one is
// ring::WorkerJudge, where Lua judges in another process; a test's is a few lines.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "room/event.h"
#include "room/log.h"
#include "room/phrases.h"

namespace moonroom::room {

/// An event that has been judged, as it was submitted, and what came of it.
struct Judged {
  Event event;
  Verdict verdict;
};

/// What a judge may ask about the room, all of it as of the last event that was taken with `next`
/// and applied. What is missing is asked in vain.
struct Recall {
  /// The latest entries of the log, at most so many, oldest first.
  std::function<std::vector<Entry>(size_t most)> latest;
  /// Those who have been let in and not let go.
  std::function<std::vector<Joining>()> here;
  /// Of one of those; empty when he is none. Valid until the next event is applied.
  std::function<std::string_view(MemberId)> name_of;
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

  /// The same object as long as the judge lives; what it says changes with the wording.
  virtual const Phrases& phrases() const = 0;
};

}  // namespace moonroom::room

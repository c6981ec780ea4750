// What happens in a room, and what scripts may ask for when it does: plain values.
//
// An Event is proposed, judged (a script may change or refuse it) and then applied; a Verdict is
// what came of judging it. Actions are asked for by scripts while they look at an event and are
// performed after it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/moment.h"
#include "wire/endpoint.h"

namespace moonroom::room {

/// Given once to each login, never again: it names a member where his name might have passed on.
using MemberId = uint64_t;

/// Why a name cannot be had; the host holds to it, the scripts find the words.
enum class Conflict : uint8_t { none, taken, confusable, invalid };

/// Why a member is gone.
enum class Why : uint8_t { quit, timeout, gone, kick, ban, replaced, shutdown };

struct Joining {
  MemberId who = 0;
  std::string name;
  wire::Endpoint from;
  Conflict conflict = Conflict::none;
};

struct Saying {
  MemberId who = 0;
  std::string text;
  /// Counts what has been said since the host started; the number by which people speak of a line.
  uint64_t number = 0;
};

struct Leaving {
  MemberId who = 0;
  Why why = Why::quit;
};

/// The administrator speaks.
struct Announcing {
  std::string text;
};

/// A plugin's timer is due. `owner` and `timer` are its own words for it.
struct TimerDue {
  uint32_t owner = 0;
  uint32_t timer = 0;
};

/// Nothing happened in the room: a plugin was loaded or unloaded, and asked for something
/// meanwhile. Never submitted; it only comes out of a judge.
struct Tended {};

using Event = std::variant<Joining, Saying, Leaving, Announcing, TimerDue, Tended>;

/// To whom a post goes.
struct Audience {
  enum class Kind : uint8_t { everyone, others, only };
  Kind kind = Kind::everyone;
  /// `others`: the one who is left out. `only`: those who hear it. Who is gone by then is passed
  /// over.
  std::vector<MemberId> members;
};

/// Something to be heard in the room. `line` is what a text member sees; the rest is for programs
/// that show it in their own way.
struct Post {
  std::string kind;
  std::string from;
  std::string text;
  std::string line;
  Audience audience;
};

struct Kick {
  MemberId who = 0;
  std::string reason;
};

/// A line for the host's log, or for a daily file of its own when `file` is not empty.
struct LogLine {
  std::string plugin;
  std::string text;
  std::string file;
};

/// `every` is zero for a timer that fires once.
struct SetTimer {
  uint32_t owner = 0;
  uint32_t timer = 0;
  Duration after{};
  Duration every{};
};

struct CancelTimer {
  uint32_t owner = 0;
  uint32_t timer = 0;
};

using Action = std::variant<Post, Kick, LogLine, SetTimer, CancelTimer>;

struct Verdict {
  /// False: the event does not happen, and `reason` is told to its author.
  bool passed = true;
  std::string reason;
  /// What was asked for meanwhile, in order.
  std::vector<Action> actions;
};

std::string_view to_string(Conflict conflict);
std::string_view to_string(Why why);

}  // namespace moonroom::room

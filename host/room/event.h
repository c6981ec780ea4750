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
#include "base/value.h"
#include "room/store_put.h"
#include "wire/endpoint.h"

namespace moonroom::room {

/// Given once to each login, never again: it names a member where his name might have passed on.
using MemberId = uint64_t;

/// Why a name cannot be had; the host holds to it, the scripts find the words.
enum class NameConflict : uint8_t {
  none,
  taken,
  confusable,
  /// Of no or too many characters, or with a blank or an invisible one.
  invalid,
  /// With a colon, or what looks like one.
  colon,
  /// Without a letter, a number or an emoji.
  bare,
  /// With letters of several scripts that are not written together.
  mixed,
  /// With words that the room's wording puts between names and lines.
  words,
  /// Its lines would look like the administrator's.
  reserved,
};
constexpr NameConflict kLastNameConflict = NameConflict::reserved;

/// Why a member is gone.
enum class LeaveReason : uint8_t { quit, timeout, gone, kick, ban, replaced, shutdown };

struct JoinEvent {
  MemberId who = 0;
  std::string name;
  wire::Endpoint from;
  NameConflict conflict = NameConflict::none;
};

struct MessageEvent {
  MemberId who = 0;
  std::string text;
  /// The number by which people speak of the line, and its entry's in the room's log. Numbers of
  /// lines grow, with gaps.
  uint64_t number = 0;
  /// How many its author has said with this one, in his own count; 0 for text members, who do not
  /// count.
  uint64_t line = 0;
};

struct LeaveEvent {
  MemberId who = 0;
  LeaveReason why = LeaveReason::quit;
};

/// The administrator speaks.
struct AnnouncementEvent {
  std::string text;
};

/// A plugin's timer is due. `owner` and `timer` are its own words for it.
struct TimerDue {
  uint32_t owner = 0;
  uint32_t timer = 0;
};

/// The administrator calls a plugin's command: `text` is the line without its slash. The reason of
/// the verdict is the answer.
struct AdminCommandEvent {
  std::string text;
};

/// A job that a plugin started is done. `wrong` says why there is no result; else it is empty.
struct JobDone {
  uint32_t owner = 0;
  uint32_t job = 0;
  std::string wrong;
  Value result;
};

/// Nothing happened in the room: a plugin was loaded or unloaded, and asked for something
/// meanwhile. Never submitted; it only comes out of a judge.
struct WorkerActivity {};

using Event = std::variant<JoinEvent, MessageEvent, LeaveEvent, AnnouncementEvent, TimerDue,
                           AdminCommandEvent, JobDone, WorkerActivity>;

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
  /// Outlives the host although it is not for everybody.
  bool keep = false;

  bool is_private() const { return audience.kind == Audience::Kind::only; }
};

struct Kick {
  MemberId who = 0;
  std::string reason;
};

/// A line for the host's log, or for a daily file of its own when `file` is not empty. `owner` is
/// the plugin's number: its name is the relay's to look up.
struct LogLine {
  uint32_t owner = 0;
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

/// A timer or a job is not to call back. An unknown one is no error.
struct Cancel {
  uint32_t owner = 0;
  uint32_t callback = 0;
};

/// The plugins' process has died, and with it what timers and jobs would call. Asked for by a
/// judge, never by a script.
struct ForgetCallbacks {};

/// He hears, but is not heard. `length` zero lets him speak again.
struct Mute {
  MemberId who = 0;
  Duration length{};
};

/// Whoever has this name, or comes from this address, is removed and kept out. `length` zero lifts
/// the ban.
struct Ban {
  enum class Kind : uint8_t { name, address };
  Kind kind = Kind::name;
  std::string what;
  Duration length{};
  std::string reason;
};

/// Work for another process. `owner` and `job` are the plugin's own words for it.
struct StartJob {
  uint32_t owner = 0;
  uint32_t job = 0;
  std::string name;
  Value data;
};

/// What the next host must know about a plugin; nil: nothing. Asked for by a judge, never by a
/// script.
struct Lifecycle {
  uint32_t owner = 0;
  Value record;
};

using Action = std::variant<Post, Kick, LogLine, SetTimer, Cancel, Mute, Ban, StorePut, StartJob,
                            ForgetCallbacks, Lifecycle>;

struct Verdict {
  /// False: the event does not happen, and `reason` is told to its author.
  bool passed = true;
  std::string reason;
  /// What was asked for meanwhile, in order.
  std::vector<Action> actions;
  /// The line was a command: it has been carried out and is not said.
  bool command = false;
};

std::string_view to_string(NameConflict conflict);
std::string_view to_string(LeaveReason why);

}  // namespace moonroom::room

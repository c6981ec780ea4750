// Events, verdicts and actions of a room, as plain values. Everything that changes the room is an
// Event: it is submitted to the judge, and scripts can change or refuse most of them. The Verdict
// holds the result and the Actions that scripts asked
// for while they handled the event. The relay applies the event, then performs the actions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "base/moment.h"
#include "base/value.h"
#include "room/bounds.h"
#include "room/store_put.h"
#include "wire/endpoint.h"

namespace moonroom::room {

/// Given to one login and never reused, so it identifies a member even after their name has passed
/// to another.
using MemberId = uint64_t;

/// Why a name is not available. The host enforces this; the scripts word it.
enum class NameConflict : uint8_t {
  none,
  taken,
  confusable,
  /// Empty, too long, or with a blank or an invisible character.
  invalid,
  /// Contains a colon, or a character that looks like one.
  colon,
  /// Contains no letter, number or emoji.
  bare,
  /// Mixes scripts that are not written together.
  mixed,
  /// Contains words that the room's wording puts between names and lines.
  words,
  /// The member's lines would look like the administrator's.
  reserved,
};
constexpr NameConflict last_of(NameConflict) {
  return NameConflict::reserved;
}

/// Why a member is gone.
enum class LeaveReason : uint8_t { quit, timeout, gone, kick, ban, replaced, shutdown };
constexpr LeaveReason last_of(LeaveReason) {
  return LeaveReason::shutdown;
}

// ── Sanctions ───────────────────────────────────────────────────────────────────────────────────

struct Kick {
  MemberId who = 0;
  std::string reason;

  static void fields(auto& it, auto& visit) { visit(it.who, it.reason); }
};

/// The member receives lines but cannot send any. A zero `length` lifts the mute.
struct Mute {
  MemberId who = 0;
  Duration length{};

  static void fields(auto& it, auto& visit) { visit(it.who, bounded(it.length, is_length)); }
};

/// Mutes a name, whether or not a member has it. A zero `length` lifts all mutes of this name, and
/// those of a member with this name.
struct NameMute {
  std::string name;
  Duration length{};

  static void fields(auto& it, auto& visit) { visit(it.name, bounded(it.length, is_length)); }
};

/// Removes members with this name or from this address, and refuses later logins. A zero `length`
/// lifts the ban.
struct Ban {
  enum class Kind : uint8_t { name, address };
  friend constexpr Kind last_of(Kind) { return Kind::address; }
  Kind kind = Kind::name;
  std::string what;
  Duration length{};
  std::string reason;

  static void fields(auto& it, auto& visit) {
    visit(it.kind, it.what, bounded(it.length, is_length), it.reason);
  }
};

using Sanction = std::variant<Kick, Mute, NameMute, Ban>;

// ── Events ──────────────────────────────────────────────────────────────────────────────────────

struct JoinEvent {
  MemberId who = 0;
  std::string name;
  wire::Endpoint from;
  NameConflict conflict = NameConflict::none;

  static void fields(auto& it, auto& visit) { visit(it.who, it.name, it.from, it.conflict); }
};

struct MessageEvent {
  MemberId who = 0;
  std::string text;
  /// The number by which members refer to the line, and the number of its entry in the room's log.
  /// Line numbers increase, with gaps.
  uint64_t number = 0;
  /// The author's own count of their lines, including this one; 0 for text members, who do not
  /// count.
  uint64_t line = 0;

  static void fields(auto& it, auto& visit) { visit(it.who, it.text, it.number, it.line); }
};

struct LeaveEvent {
  MemberId who = 0;
  LeaveReason why = LeaveReason::quit;

  static void fields(auto& it, auto& visit) { visit(it.who, it.why); }
};

/// A line from the administrator.
struct AnnouncementEvent {
  std::string text;

  static void fields(auto& it, auto& visit) { visit(it.text); }
};

/// A plugin's timer is due. The plugin chose `owner` and `timer`.
struct TimerDue {
  uint32_t owner = 0;
  uint32_t timer = 0;

  static void fields(auto& it, auto& visit) { visit(it.owner, it.timer); }
};

/// The administrator calls a plugin's command. `text` is the line without its slash. The verdict's
/// reason is the answer.
struct AdminCommandEvent {
  std::string text;

  static void fields(auto& it, auto& visit) { visit(it.text); }
};

/// A job that a plugin started has ended. `wrong` says why there is no result, and is empty on
/// success.
struct JobDone {
  uint32_t owner = 0;
  uint32_t job = 0;
  std::string wrong;
  Value result;

  static void fields(auto& it, auto& visit) { visit(it.owner, it.job, it.wrong, it.result); }
};

// The following events are not for scripts: they happen, in the order in which they were submitted.

/// The administrator imposes or lifts a sanction. The result is an effect.
struct SanctionEvent {
  Sanction sanction;

  static void fields(auto& it, auto& visit) { visit(it.sanction); }
};

/// A member's client has presented their token in another session, and has all entries up to
/// `heard`.
struct ReturnEvent {
  MemberId who = 0;
  wire::Endpoint to;
  uint64_t heard = 0;

  static void fields(auto& it, auto& visit) {
    visit(it.who, it.to.address, it.to.port, it.to.session, it.heard);
  }
};

/// A member has been unreachable for so long that the room is told.
struct AwayEvent {
  MemberId who = 0;

  static void fields(auto& it, auto& visit) { visit(it.who); }
};

/// A member is reachable again whose absence the room was told of.
struct BackEvent {
  MemberId who = 0;

  static void fields(auto& it, auto& visit) { visit(it.who); }
};

/// The room ends: all members are told, and leave.
struct CloseEvent {
  static void fields(auto&, auto&) {}
};

/// Actions without an event in the room: a plugin asked for them while it was loaded or unloaded.
/// Never submitted; only a judge returns it.
struct WorkerActivity {
  static constexpr bool kIsInternal = true;
};

using Event = std::variant<JoinEvent, MessageEvent, LeaveEvent, AnnouncementEvent, TimerDue,
                           AdminCommandEvent, JobDone, SanctionEvent, ReturnEvent, AwayEvent,
                           BackEvent, CloseEvent, WorkerActivity>;

/// Whether an event is not for scripts.
bool passes_scripts(const Event& event);

// ── Actions ─────────────────────────────────────────────────────────────────────────────────────

/// The recipients of a post.
struct Audience {
  enum class Kind : uint8_t { everyone, others, only };
  friend constexpr Kind last_of(Kind) { return Kind::only; }
  Kind kind = Kind::everyone;
  /// `others`: the excluded member. `only`: the recipients; members who have left are
  /// skipped.
  std::vector<MemberId> members;

  static void fields(auto& it, auto& visit) { visit(it.kind, it.members); }
};

/// A message to the room. Text members receive `line`; session clients render the other fields
/// themselves.
struct Post {
  std::string kind;
  std::string from;
  std::string text;
  std::string line;
  Audience audience;
  /// Restored after a restart even if the audience is not everyone.
  bool keep = false;

  bool is_private() const { return audience.kind == Audience::Kind::only; }

  static void fields(auto& it, auto& visit) {
    visit(it.kind, it.from, it.text, bounded(it.line, is_post_line), it.audience, it.keep);
  }
};

/// A line for the host's log, or for a daily file of its own when `file` is not empty. `owner` is
/// the plugin's number; the relay looks up its name.
struct LogLine {
  uint32_t owner = 0;
  std::string text;
  std::string file;

  static void fields(auto& it, auto& visit) {
    visit(it.owner, it.text, bounded(it.file, is_log_file));
  }
};

/// `every` is zero for a timer that fires once.
struct SetTimer {
  uint32_t owner = 0;
  uint32_t timer = 0;
  Duration after{};
  Duration every{};

  static void fields(auto& it, auto& visit) {
    visit(it.owner, it.timer, bounded(it.after, is_length), bounded(it.every, is_interval));
  }
};

/// Cancels the callback of a timer or a job. Unknown callbacks are ignored.
struct Cancel {
  uint32_t owner = 0;
  uint32_t callback = 0;

  static void fields(auto& it, auto& visit) { visit(it.owner, it.callback); }
};

/// The plugin process has died, so pending timers and jobs have no callbacks any more. Only a judge
/// asks for this, never a script.
struct ForgetCallbacks {
  static constexpr bool kIsInternal = true;
};

/// Work for another process. The plugin chose `owner` and `job`.
struct StartJob {
  uint32_t owner = 0;
  uint32_t job = 0;
  std::string name;
  Value data;

  static void fields(auto& it, auto& visit) { visit(it.owner, it.job, it.name, it.data); }
};

/// State of a plugin for the next host process; nil: none. Only a judge asks for this, never a
/// script.
struct Lifecycle {
  static constexpr bool kIsInternal = true;
  uint32_t owner = 0;
  Value record;
};

using Action = std::variant<Post, Kick, LogLine, SetTimer, Cancel, Mute, Ban, StorePut, StartJob,
                            ForgetCallbacks, Lifecycle>;

/// More than any hook can request; many plugins together stay below it.
constexpr size_t kMaxActions = 4096;
inline bool is_plausible_count(const std::vector<Action>& actions) {
  return actions.size() <= kMaxActions;
}

struct Verdict {
  /// False: the event does not happen, and its author is told `reason`.
  bool passed = true;
  std::string reason;
  /// Actions that scripts asked for while they handled the event, in order.
  std::vector<Action> actions;
  /// The line was a command: it has been executed and is not posted.
  bool command = false;

  static void fields(auto& it, auto& visit) {
    visit(it.passed, it.command, it.reason, bounded(it.actions, is_plausible_count));
  }
};

std::string_view to_string(NameConflict conflict);
std::string_view to_string(LeaveReason why);

}  // namespace moonroom::room

// The straight line of the server, as a function: bytes, an address and a moment go in; bytes and
// addresses come out. No socket, no clock, no Lua.
//
//     handle:  decode → Room::interpret → limits, probes → Judge::submit
//     settle:  Judge::next → Room changes, the answer → actions → Log → Delivery → Outbox
//
// What comes out of a session takes the same way, in at `handle_message`.
//
// The line has two halves because an event waits to be judged. Whoever calls `handle`, `tick` or
// any of the others calls `settle` when the judge has something, and sends the outbox after that.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "base/token_bucket.h"
#include "relay/backlog.h"
#include "relay/delivery.h"
#include "relay/doorstep.h"
#include "relay/line_numbers.h"
#include "relay/load.h"
#include "relay/stats.h"
#include "relay/timers.h"
#include "relay/turnstile.h"
#include "relay/unproved.h"
#include "room/judge.h"
#include "room/log.h"
#include "room/penalties.h"
#include "room/room.h"
#include "wire/datagram.h"
#include "wire/session_text.h"
#include "wire/source_rate.h"

namespace moonroom::relay {

/// From where plain text is taken: it is neither encrypted nor authenticated.
enum class Classic : uint8_t { lan, open, off };

struct Settings {
  Classic classic = Classic::lan;
  size_t max_members = 1000;
  /// A fast typist and a paste of a screenful pass; nothing means no limit.
  std::optional<Rate> lines = Rate{20, 40};
  /// For each source; a network gets four times as much, and all together forty times (but our
  /// own network is held to the limits of a source and of all). A class behind one NAT comes in at
  /// once.
  std::optional<Rate> logins = Rate{20, 100};
  /// A silent reader is legal, so long; whoever is silent for longer has gone home.
  Duration idle_limit = std::chrono::hours(6);
  /// How long the member of a session that is lost keeps his seat: long enough for a lift, a tunnel
  /// or a host that is started again.
  Duration away_limit = std::chrono::minutes(10);
  /// Empty: everybody may come in. Else nobody by text, which anybody on the way could read.
  std::string password;
  /// Makes the secrets that let members come back: 128 bits each, in words without blanks.
  std::function<std::string()> make_token;
  /// What is kept of a token: tells whether it is the same, and leads nobody back to it.
  std::function<std::string(std::string_view token)> digest;
};

/// The answer to a command of the administrator.
struct Reply {
  std::string text;
  /// The command was not carried out: `text` says why.
  bool has_failed = false;
};

/// Something that the administrator should know, for the host's log.
struct AdminNotice {
  std::string text;
};

/// What plugins asked for, and what is to be kept, for somebody with a disk, a log or processes.
using Errand =
    std::variant<room::LogLine, room::Keep, room::StartJob, room::Cancel, room::ForgetCallbacks,
                 room::Lifecycle, Reply, AdminNotice, room::Record>;

class Relay {
 public:
  /// `judge` must outlive the relay.
  Relay(Settings settings, room::Judge& judge);

  /// Goes on where another relay stood, and says again what may not have been heard. Only before
  /// anything else is done.
  void restore(room::Snapshot snapshot, Moment now, wire::Outbox& out);

  void handle(const wire::Datagram& in, Moment now, wire::Outbox& out);
  /// What somebody says in his session: the datagram is a message, and its endpoint names the
  /// session.
  void handle_message(const wire::Datagram& in, Moment now, wire::Outbox& out);
  /// Nothing has been heard in this session for a while.
  void session_silent(wire::SessionId session, Moment now, wire::Outbox& out);
  void session_heard_again(wire::SessionId session, Moment now, wire::Outbox& out);
  /// It has ended: nothing sent into it from now on is heard.
  void session_over(wire::SessionId session, Moment now);
  /// Nobody listens at `dead` any more, its machine says.
  void unreachable(const wire::Endpoint& dead, Moment now);

  /// The administrator speaks. False when too much waits to be judged already.
  bool announce(std::string_view text, Moment now);
  /// The administrator calls a plugin's command; the answer is an errand. False as above.
  bool command(std::string_view text, Moment now);
  /// A plugin's job is done.
  void job_done(room::JobDone done, Moment now) { submit(std::move(done), now); }
  /// False when there is no such member.
  bool kick(room::MemberId who, std::string_view reason, Moment now, wire::Outbox& out);
  /// What became of a mute.
  struct Muted {
    bool is_done = false;
    /// Others at the member's source: because of them the mute holds for the name only.
    std::vector<std::string> neighbours;
  };
  /// Tells the member. `length` zero lets them speak again. Not done when there is no such member.
  Muted mute(room::MemberId who, Duration length, Moment now, wire::Outbox& out);
  /// Mutes a name under which nobody is in the room. False when it can be nobody's.
  bool mute_absent(std::string_view name, Duration length, Moment now);
  /// Lifts every mute that was given to this name, and tells those in the room who may speak again.
  /// False when there was none.
  bool unmute(std::string_view name, Moment now, wire::Outbox& out);
  /// What became of a ban.
  struct Banned {
    bool is_done = false;
    /// The names of those who were removed.
    std::vector<std::string> removed;
  };
  /// Those who match are removed. Not done when it names an address that is none, or when there are
  /// too many bans. One of no length lifts what `unban` does.
  Banned ban(const room::Ban& ban, Moment now, wire::Outbox& out);
  /// Returns the bans that were lifted.
  std::vector<room::Ban> unban(const room::Ban& ban, Moment now);
  /// The names of others in the room who come from the same source.
  std::vector<std::string> neighbours_of(const room::Member& member) const;
  /// Tells everybody that the room closes and ends it: nobody is a member afterwards.
  void close(Moment now, wire::Outbox& out);
  /// Who comes or goes waits no more: what is to be judged is with the judge now.
  void hurry(Moment now);

  /// Applies what has been judged, as much as should be sent before anything else is heard. False
  /// when there may be more.
  bool settle(Moment now, wire::Outbox& out);
  /// Once a turn: timers, those who wait at the door, those who fell silent, old entries: what is
  /// due by now.
  void tick(Moment now, wire::Outbox& out);
  std::optional<SteadyTime> next_due() const;
  /// Nothing is said at the moment: lets go of memory.
  void rest() { room_.rest(); }
  const room::Room& room() const { return room_; }
  /// Somebody who speaks in this session is in the room, or about to be let in.
  bool has_member_in(wire::SessionId session) const {
    return room_.at({{}, 0, session, {}}) != nullptr;
  }
  const room::Log& log() const { return log_; }
  const Stats& stats() const { return stats_; }
  const room::Penalties& penalties() const { return penalties_; }
  /// How many lines have been said, ever: the number of the latest.
  uint64_t said() const { return said_; }
  /// What is not the relay's to do, in order, since the last call.
  std::vector<Errand> take_errands() { return std::exchange(errands_, {}); }

 private:
  bool takes_text_from(const wire::Endpoint& from) const;
  void welcome(const room::Member& member, Moment now, wire::Outbox& out);
  void refuse(std::string_view why, const wire::Endpoint& to, bool ends_lines, wire::Outbox& out);
  void end(const wire::Endpoint& to, bool ends_lines, wire::Parting why, wire::Outbox& out);

  void refuse_long_line(const wire::Endpoint& from, Moment now, wire::Outbox& out);
  void login(room::WantsIn wish, const wire::Endpoint& from, bool ends_lines, Moment now,
             wire::Outbox& out);
  bool may_try(const wire::Endpoint& from, bool ends_lines, Moment now, wire::Outbox& out);
  /// Empty when there is none.
  std::string reason_to_refuse(const room::WantsIn& wish, const wire::Endpoint& from,
                               Moment now) const;
  bool waits_for_probe(const room::WantsIn& wish, const wire::Endpoint& from, bool ends_lines,
                       Moment now, wire::Outbox& out);
  void propose_join(Waiting newcomer, Moment now);
  void come_or_go(room::Event event, Moment now);
  void usher(Moment now);
  std::string words_of(const room::BanUntil& ban, Moment now) const;
  std::string with_length(const std::string& phrase, Duration length) const;
  void say(const room::Speaking& line, Moment now, wire::Outbox& out);
  bool has_room_for_line_of(room::MemberId who) const;
  bool is_stranger(const wire::Endpoint& from) const;
  bool is_crowded(const wire::Endpoint& from) const;
  /// False when the request is nobody's who has yet to show that they receive at their address.
  bool see_to_unproved(const wire::Request& request, const wire::Endpoint& from, Moment now,
                       wire::Outbox& out);
  void hold_until_proved(const room::WantsIn& wish, const wire::Endpoint& from, bool ends_lines,
                         Moment now, wire::Outbox& out);
  void ask_for_word(Unproved::Newcomer& newcomer, wire::Outbox& out);
  void try_word(Unproved::Newcomer& newcomer, std::string_view word, Moment now, wire::Outbox& out);
  /// `number` is the line's in its author's own count, or 0.
  void say_now(const room::Speaking& line, uint64_t number, Moment now, wire::Outbox& out);
  bool may_speak(room::MemberId who, Moment now, wire::Outbox& out);
  void quit(const wire::Endpoint& from, bool ends_lines, room::MemberId who, Moment now,
            wire::Outbox& out);

  wire::Capabilities capabilities_of(wire::SessionId session) const;
  void try_password(std::string_view word, const wire::Endpoint& from, Moment now);
  bool is_locked_for(const wire::Endpoint& from) const;
  void turn_away_locked_out(const wire::Endpoint& from, bool ends_lines, wire::Outbox& out);
  void come_in(std::string_view name, const wire::Endpoint& from, Moment now, wire::Outbox& out);
  void come_back(const wire::ComeBack& wish, const wire::Endpoint& from, Moment now,
                 wire::Outbox& out);
  void replay(const room::Member& member, uint64_t heard, wire::Outbox& out);
  void say_in_session(const wire::Say& said, const wire::Endpoint& from, Moment now,
                      wire::Outbox& out);
  void leave_session(const wire::Endpoint& from, Moment now, wire::Outbox& out);
  void tell_session_is_over(wire::Endpoint where, wire::Outbox& out);
  void release_backlog(Moment now, wire::Outbox& out);
  void miss_the_lost(Moment now, wire::Outbox& out);
  void miss(const room::Member& member, Moment now, wire::Outbox& out);
  void report(const room::Member& member, std::string_view kind, std::string_view phrase,
              Moment now, wire::Outbox& out);
  void depart(room::MemberId who, room::Why why, Moment now);

  void apply(const room::Judged& judged, Moment now, wire::Outbox& out);
  void apply_join(const room::Joining& joining, const room::Verdict& verdict, Moment now,
                  wire::Outbox& out);
  void apply_line(const room::Saying& saying, const room::Verdict& verdict, Moment now,
                  wire::Outbox& out);
  template <class Change>
  void record(Change change) {
    errands_.emplace_back(std::in_place_type<room::Record>, std::move(change));
  }
  void keep_seat(const room::Member& member);
  void look_at_subject(const room::Event& event);
  uint8_t flags_of(const room::Post& post) const;
  /// How much longer each member may not speak, of those members whose client shows it.
  using MuteTimes = std::vector<std::pair<room::MemberId, WallTime::duration>>;
  MuteTimes mute_times(Moment now) const;
  /// Sends the state of each mute that differs from `before`.
  void report_mutes(const MuteTimes& before, Moment now, wire::Outbox& out);
  void send_mute_state(const room::Member& member, WallTime::duration left, wire::Outbox& out);
  void mute_for_plugin(const room::Mute& wish, Moment now, wire::Outbox& out);
  void perform(const room::Action& action, Moment now, wire::Outbox& out);
  void submit(const room::Event& event, Moment now);
  bool is_line_in_hand(const room::Post& post) const;
  const room::Action* line_of(const room::Verdict& verdict) const;
  /// The entry is valid until the next one.
  const room::Entry& post(const room::Post& post, Moment now, wire::Outbox& out);
  void note_entry(const room::Entry& entry, wire::Outbox& out);
  void answer_line(wire::Outbox& out);
  /// `line` is the author's number for it, or 0. `why` is one word of the protocol.
  void refuse_line(room::MemberId author, uint64_t line, std::string_view why,
                   std::string_view words, wire::Outbox& out);
  void tell(room::MemberId who, std::string_view words, wire::Outbox& out);
  void send_away(const room::Member& member, room::Why why, const std::string& words, Moment now,
                 wire::Outbox& out);
  void report_removal(const room::Member& member, std::string_view kind, const std::string& words,
                      std::string_view reason, Moment now, wire::Outbox& out);
  void send_home_the_silent(Moment now, wire::Outbox& out);

  Settings settings_;
  room::Judge& judge_;
  room::Room room_;
  room::Log log_;
  Stats stats_;
  RateLimit<room::MemberId> lines_;
  wire::SourceRate logins_;
  wire::SourceRate guesses_;
  Unproved unproved_;
  Doorstep doorstep_;
  Backlog backlog_;
  Load load_;
  Turnstile turnstile_;
  // How often one is told that the room is busy.
  RateLimit<room::MemberId> complaints_;
  // What became of the password in those sessions in which one was said.
  enum class Guess : uint8_t { right, wrong, too_often };
  std::unordered_map<wire::SessionId, Guess> guessed_;
  std::unordered_map<room::MemberId, SteadyTime> probed_;
  Timers timers_;
  room::Penalties penalties_;
  Delivery delivery_;
  std::vector<Errand> errands_;
  uint64_t said_ = 0;
  LineNumbers numbers_;
  // The line in hand, always in the same memory.
  room::Event line_ = room::Saying();
  // Of a session whose client has said it.
  std::unordered_map<wire::SessionId, wire::Capabilities> capabilities_;
  // A member's line that was not refused, while what was asked for because of it is done.
  struct LineInHand {
    const room::Saying* saying = nullptr;
    bool is_command = false;
    // The first entry in the author's name, if there is one, and what it says if that differs.
    uint64_t entry = 0;
    std::optional<std::string> changed{};
  };
  std::optional<LineInHand> line_in_hand_;
  // Whom the event in hand is about: most posts are in his name.
  std::string subject_;
  bool subject_by_text_ = false;
  SteadyTime next_idle_check_{};
  SteadyTime next_release_{};
};

}  // namespace moonroom::relay

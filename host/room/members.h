// Who is here. Says what a request would mean, keeps names apart, and changes only when an event is
// applied. Pure: no socket, no clock, no script.
//
// A member's way: `reserve` (joining: the name is kept for him, but nobody hears of him), `admit`
// (present), `dismiss` (leaving: hears nothing any more, his name is free) and `remove`. The steps
// are apart because events wait to be judged in between, first in, first out.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

#include "room/event.h"
#include "room/look.h"
#include "room/snapshot.h"
#include "wire/classic.h"
#include "wire/session_text.h"

namespace moonroom::room {

enum class Stage : uint8_t { joining, present, leaving };

/// There may be ten thousand of them, so what most do not have stands behind a pointer.
struct Member {
  MemberId id = 0;
  std::string name;
  wire::Endpoint endpoint;
  Moment joined_at{};
  SteadyTime last_seen{};
  /// Of a session's member, from the admission on.
  std::unique_ptr<ResumeTicket> ticket{};
  /// The ticket's token; empty after a restart, until the client has brought it back.
  std::string token{};
  /// His session is silent, or he has none at the moment: since then.
  std::optional<SteadyTime> away{};
  /// His latest line that came in; the ticket has the latest that was judged.
  uint64_t last_line = 0;
  Stage stage = Stage::joining;
  /// He has been admitted; also while he leaves.
  bool admitted = false;
  /// His program reads lines: what is sent to him ends with a line feed.
  bool newline_framing = false;
  /// He is away, and the room has been told.
  bool away_announced = false;
  /// What the program in the member's session understands.
  wire::Capabilities capabilities{};

  bool by_session() const { return endpoint.session != 0 || ticket; }
  /// What is said now reaches him. Without his session nothing does: he asks for what he missed
  /// when he is back.
  bool is_reachable() const {
    return stage == Stage::present && (!ticket || endpoint.session != 0);
  }
};

/// A member who hears, as much of him as it takes to tell him something.
struct Recipient {
  MemberId who = 0;
  wire::Endpoint at;
  bool newline_framing = false;
  /// The program in the session reads bare texts.
  bool wants_bare_text = false;
};

/// The hearer that a member is.
Recipient recipient_of(const Member& member);

/// The member whose name stands in another's way, and how.
struct NameClash {
  NameConflict conflict = NameConflict::none;
  MemberId holder = 0;
};

/// What a request means here, before anybody is asked.
struct None {};
/// The same login again: the first answer may have been lost.
struct RepeatedLogin {
  MemberId who = 0;
};
/// Wants in under `name`; `replaces` is who he was until now, from the same address, else 0.
struct Login {
  std::string name;
  NameClash clash;
  MemberId replaces = 0;

  /// False when `name` is only what a refusal shows of it; `rival.conflict` says why.
  bool is_name() const { return clash.conflict <= NameConflict::confusable; }
};
/// Has something to say. `text` is the request's, as it came.
struct Speak {
  MemberId who = 0;
  std::string_view text;
};
using Intent = std::variant<None, RepeatedLogin, Login, Speak, LeaveEvent>;

class Members {
 public:
  /// Names in a request are not believed: who speaks is told by the address alone.
  Intent interpret(const wire::Endpoint& from, const wire::Request& request) const;

  /// Puts somebody back where he sat before the host went away. `last` is the last id that was ever
  /// given.
  void restore(const std::vector<MemberRecord>& seats, MemberId last, Moment now);
  /// The last id that was given.
  MemberId last_id() const { return last_; }

  /// Keeps `name` for a newcomer until he is admitted or removed. The reference is valid until the
  /// next change.
  const Member& reserve(std::string name, const wire::Endpoint& from, bool newline_framing,
                        Moment now);
  /// With a ticket and its token, for a member in a session.
  void admit(MemberId id, std::optional<ResumeTicket> ticket = std::nullopt,
             std::string token = {});
  void begin_leave(MemberId id);
  void remove(MemberId id);
  void mark_seen(const wire::Endpoint& from, Moment now);
  /// The member is heard in another session from now on, and has shown the token.
  void move(MemberId id, const wire::Endpoint& to, std::string_view token, Moment now);
  /// What the program in the member's session understands.
  void set_capabilities(MemberId id, const wire::Capabilities& capabilities);
  /// He is not heard any more, but keeps his seat. Without a session nothing reaches him.
  void mark_away(MemberId id, bool has_session, SteadyTime now);
  /// The room has been told that he is away.
  void mark_away_announced(MemberId id) { members_.at(id).away_announced = true; }
  /// He is heard again.
  void mark_online(MemberId id);
  /// This line of his came in. False when it has come in before.
  bool accept_line(MemberId id, uint64_t line);
  /// This line of his has been judged.
  void ack_line(MemberId id, uint64_t line);

  /// Null when there is none. Pointers are valid until the member is removed.
  const Member* find(MemberId id) const;
  /// Joining or present, not leaving.
  const Member* at(const wire::Endpoint& endpoint) const;
  const Member* in_session(wire::SessionId session) const { return at({{}, 0, session, {}}); }
  /// Of a member who has been admitted; empty of others. Valid until the next change.
  std::string_view name_of_admitted(MemberId id) const;
  /// The names of other present members at the member's source.
  std::vector<std::string> neighbours_of(const Member& member) const;
  /// The present member whose token has this digest.
  const Member* find_by_digest(const std::string& digest) const;
  /// The present member whom a person means by `name`: letter by letter, else by what he sees.
  const Member* find_by_name(std::string_view name) const;
  NameClash find_clash(std::string_view name, const wire::Endpoint& asker) const;

  /// Those who have been let in and not let go, as they came in.
  std::vector<JoinEvent> admitted() const;
  /// All, in the order in which they came.
  const std::map<MemberId, Member>& all() const { return members_; }
  /// Those who hear, in the same order: side by side, because each line goes through all of them.
  /// Valid until the next change.
  const std::vector<Recipient>& recipients() const;
  /// Lets go of what can be gathered again.
  void trim_memory();
  /// Those who are present, and how many of them are members by a session; `seats` counts the
  /// joining too, and `size` also the leaving.
  size_t present() const { return present_; }
  size_t in_sessions() const { return by_digest_.size(); }
  size_t seats() const { return seats_; }
  size_t size() const { return members_.size(); }

 private:
  // Members found by what stands in them anyway. That must not change while they are in there.
  struct ByEndpoint {
    using is_transparent = void;
    static const wire::Endpoint& key(const Member* member) { return member->endpoint; }
    static const wire::Endpoint& key(const wire::Endpoint& endpoint) { return endpoint; }
    size_t operator()(const auto& it) const noexcept {
      return std::hash<wire::Endpoint>()(key(it));
    }
    bool operator()(const auto& a, const auto& b) const { return key(a) == key(b); }
  };
  // By one of the two keys of room/look.h, computed anew each time. The hash
  // is not noexcept, so the set keeps it beside the member. Several members share a key when a
  // host takes over a room whose names an older version found different enough.
  struct ByLook {
    using is_transparent = void;
    std::string (*look)(std::string_view);
    std::string key(const Member* member) const { return look(member->name); }
    static const std::string& key(const std::string& look) { return look; }
    size_t operator()(const auto& it) const { return std::hash<std::string>()(key(it)); }
    bool operator()(const auto& a, const auto& b) const { return key(a) == key(b); }
  };
  using Index = std::unordered_multiset<const Member*, ByLook, ByLook>;

  void release(const Member& member);
  void index(Member& member);
  void unindex(const Member& member);
  void add_name(const Member& member);
  void remove_name(const Member& member);
  /// Those who are joining or present under a name that looks like this one.
  std::vector<const Member*> look_alikes(std::string_view name) const;

  std::map<MemberId, Member> members_;
  // Gathered when they are asked for, once it has changed who hears, or where.
  mutable std::vector<Recipient> recipients_;
  mutable bool recipients_are_current_ = false;
  // Those who are joining or present.
  std::unordered_set<Member*, ByEndpoint, ByEndpoint> by_endpoint_;
  Index by_skeleton_{0, ByLook{skeleton}, ByLook{skeleton}};
  // Only those whose two keys differ.
  Index by_shown_skeleton_{0, ByLook{shown_skeleton}, ByLook{shown_skeleton}};
  std::unordered_map<std::string, MemberId> by_digest_;
  MemberId last_ = 0;
  size_t present_ = 0;
  size_t seats_ = 0;
};

}  // namespace moonroom::room

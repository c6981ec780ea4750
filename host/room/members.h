// The members of the room. Interprets requests, keeps names distinct, and changes only when an
// event is applied. Pure: no socket, no clock, no script.
//
// A member's life cycle: `reserve` (joining: the name is reserved, the others do not know yet),
// `admit` (present), `begin_leave` (leaving: receives nothing, the name is free) and `remove`. The
// steps are separate because events wait in the judge's queue in between.
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
#include "wire/connection.h"
#include "wire/session_text.h"

namespace moonroom::room {

enum class Stage : uint8_t { joining, present, leaving };

/// A room can have ten thousand members, so rarely used parts are behind a pointer.
struct Member {
  MemberId id = 0;
  std::string name;
  wire::Connection connection;
  Moment joined_at{};
  SteadyTime last_seen{};
  /// Set on admission, for members in sessions.
  std::unique_ptr<ResumeTicket> ticket{};
  /// The ticket's token; empty after a restart, until the client has presented it again.
  std::string token{};
  /// Since when the session has been silent or missing.
  std::optional<SteadyTime> away{};
  /// The latest line received; the ticket has the latest line judged.
  uint64_t last_line = 0;
  Stage stage = Stage::joining;
  /// Also true while the member leaves.
  bool admitted = false;
  /// The room has been told that the member is away.
  bool away_announced = false;
  /// Features of the client in the member's session.
  wire::Capabilities capabilities{};

  /// Also of a member whose session is missing.
  wire::Transport transport() const {
    return ticket ? wire::Transport::session : connection.transport();
  }
  bool can_resume() const { return transport() == wire::Transport::session; }
  bool is_sealed() const { return transport() == wire::Transport::session; }
  /// True when lines can be delivered now. A member without their session requests the missed lines
  /// on return.
  bool is_reachable() const {
    return stage == Stage::present && (!ticket || connection.can_resume());
  }
};

/// The part of a present member that delivery needs.
struct Recipient {
  MemberId who = 0;
  wire::Endpoint at;
  bool newline_framing = false;
  /// The client reads bare texts.
  bool wants_bare_text = false;
};

Recipient recipient_of(const Member& member);

/// The member whose name conflicts with another, and the kind of conflict.
struct NameClash {
  NameConflict conflict = NameConflict::none;
  MemberId holder = 0;
};

/// The meaning of a request, before the judge sees it.
struct None {};
/// The same login again: the first answer can have been lost.
struct RepeatedLogin {
  MemberId who = 0;
};
/// A login under `name`. `replaces` is the sender's current member at the same address, or 0.
struct Login {
  std::string name;
  NameClash clash;
  MemberId replaces = 0;

  /// False when `name` is invalid and only shown in the refusal; `clash.conflict` says why.
  bool is_name() const { return clash.conflict <= NameConflict::confusable; }
};
/// A line to say. `text` is the request's, unchanged.
struct Speak {
  MemberId who = 0;
  std::string_view text;
};
using Intent = std::variant<None, RepeatedLogin, Login, Speak, LeaveEvent>;

class Members {
 public:
  /// Identifies the sender by address alone; names in a request are not trusted.
  Intent interpret(const wire::Endpoint& from, const wire::Request& request) const;

  /// Restores the members of an earlier host. `last` is the last id that was ever given.
  void restore(const std::vector<MemberRecord>& seats, MemberId last, Moment now);
  /// The last id that was given.
  MemberId last_id() const { return last_; }

  /// Reserves `name` for a newcomer until they are admitted or removed. The reference is valid
  /// until the next change.
  const Member& reserve(std::string name, const wire::Connection& from, Moment now);
  /// A member in a session gets a ticket and its token.
  void admit(MemberId id, std::optional<ResumeTicket> ticket = std::nullopt,
             std::string token = {});
  void begin_leave(MemberId id);
  void remove(MemberId id);
  void mark_seen(const wire::Endpoint& from, Moment now);
  /// The member's client has presented their token.
  void set_token(MemberId id, std::string_view token) { members_.at(id).token = token; }
  /// Rebinds the member to another session.
  void move(MemberId id, const wire::Endpoint& to, Moment now);
  /// Features of the client in the member's session.
  void set_capabilities(MemberId id, const wire::Capabilities& capabilities);
  /// The member is silent but keeps their seat. Without a session nothing reaches them.
  void mark_away(MemberId id, bool has_session, SteadyTime now);
  void mark_away_announced(MemberId id) { members_.at(id).away_announced = true; }
  /// The member is heard again.
  void mark_online(MemberId id);
  /// Records a received line. False for a duplicate.
  bool accept_line(MemberId id, uint64_t line);
  /// Records that this line has been judged.
  void ack_line(MemberId id, uint64_t line);

  /// Null for an unknown id. Pointers are valid until the member is removed.
  const Member* find(MemberId id) const;
  /// The joining or present member there, or null.
  const Member* at(const wire::Endpoint& endpoint) const;
  const Member* in_session(wire::SessionId session) const { return at({{}, 0, session, {}}); }
  /// The name of an admitted member, empty for others. Valid until the next change.
  std::string_view name_of_admitted(MemberId id) const;
  /// The names of other present members at the member's source.
  std::vector<std::string> neighbours_of(const Member& member) const;
  /// The present member whose token has this digest.
  const Member* find_by_digest(const std::string& digest) const;
  /// The present member with this exact name, else the one whose name looks like it.
  const Member* find_by_name(std::string_view name) const;
  NameClash find_clash(std::string_view name, const wire::Endpoint& asker) const;

  /// Admitted members that are not leaving, in the order of their joins.
  std::vector<JoinEvent> admitted() const;
  /// All members, in the order of their joins.
  const std::map<MemberId, Member>& all() const { return members_; }
  /// The reachable members in the order of their joins, contiguous because each line visits all of
  /// them. Valid until the next change.
  const std::vector<Recipient>& recipients() const;
  /// Frees memory that can be rebuilt.
  void trim_memory();
  /// `present` counts present members, `in_sessions` those of them with a session, `seats` also the
  /// joining, and `size` also the leaving.
  size_t present() const { return present_; }
  size_t in_sessions() const { return by_digest_.size(); }
  size_t seats() const { return seats_; }
  size_t size() const { return members_.size(); }

 private:
  // Indexes by a field of the member itself; that field must not change while the member is
  // indexed.
  struct ByEndpoint {
    using is_transparent = void;
    static const wire::Endpoint& key(const Member* member) { return member->connection.endpoint; }
    static const wire::Endpoint& key(const wire::Endpoint& endpoint) { return endpoint; }
    size_t operator()(const auto& it) const noexcept {
      return std::hash<wire::Endpoint>()(key(it));
    }
    bool operator()(const auto& a, const auto& b) const { return key(a) == key(b); }
  };
  // Indexes by one of the two keys of room/look.h, computed on demand. The hash is not noexcept, so
  // the set caches it. Several members can share a key after a host takes over a room whose names
  // an older version considered different.
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
  /// Joining or present members with a name that looks like this one.
  std::vector<const Member*> look_alikes(std::string_view name) const;

  std::map<MemberId, Member> members_;
  // Rebuilt on demand after a change of reachable members or their addresses.
  mutable std::vector<Recipient> recipients_;
  mutable bool recipients_are_current_ = false;
  // Joining or present members.
  std::unordered_set<Member*, ByEndpoint, ByEndpoint> by_endpoint_;
  Index by_skeleton_{0, ByLook{skeleton}, ByLook{skeleton}};
  // Only names whose two keys differ.
  Index by_shown_skeleton_{0, ByLook{shown_skeleton}, ByLook{shown_skeleton}};
  std::unordered_map<std::string, MemberId> by_digest_;
  MemberId last_ = 0;
  size_t present_ = 0;
  size_t seats_ = 0;
};

}  // namespace moonroom::room

// All sessions of a host, from the first datagram of a handshake to the goodbye. Between the socket
// and the relay: takes what is not text, and gives the messages that were inside; takes the
// messages that the relay has piled up, and gives packets. Passive: its owner brings datagrams,
// calls `carry` before each sending, and again at `next_due`.
//
// A session is worth its memory when it has a member. Until then it is a newcomer's: newcomers'
// sessions are counted by source and network, are thrown out first, and end after 30 s.
//
//     receive:  handshake → HandshakeQueue → Doorway → a new Session
//               sealed    → Session: open → Link → messages, as datagrams from the session
//     carry:    the outbox's messages → Links → packets, sealed, in the outbox
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ration.h"
#include "secure/doorway.h"
#include "session/due_times.h"
#include "session/handshake_queue.h"
#include "session/session.h"
#include "wire/datagram.h"

namespace moonroom::session {

/// What became of a session.
struct News {
  enum class Kind { silent, heard_again, over };
  wire::SessionId session = 0;
  Kind kind{};
};

struct Stats {
  uint64_t handshakes = 0;
  /// Words of handshakes that were dropped: too many waited.
  uint64_t crowded_out = 0;
  /// Sessions without a member that were ended to make room, or after their 30 s.
  uint64_t thrown_out = 0;
  uint64_t unused = 0;
  uint64_t packets_in = 0;
  uint64_t packets_out = 0;
  uint64_t messages_in = 0;
  uint64_t messages_out = 0;
  /// Forged, damaged, or repeated.
  uint64_t refused = 0;
  /// To sessions that are not, or not any more.
  uint64_t unknown = 0;
  /// Sessions that ended because their members did not read.
  uint64_t behind = 0;
};

struct SessionLimits {
  /// All sessions at once.
  size_t in_all = 3000;
  /// Those without a member.
  wire::SourceLimits newcomers = {64, 256, 1000};
};

class Sessions {
 public:
  /// Whether this session has a member, present or about to be let in.
  using HasMember = std::function<bool(wire::SessionId)>;

  /// `identity` must outlive this. Without `has_member` no session has one.
  Sessions(const secure::Identity& identity, const SessionLimits& limits, HasMember has_member);

  using Deliver = std::function<void(const wire::Datagram& message)>;
  /// Takes a datagram of any protocol but text.
  void receive(const wire::Datagram& in, Moment now, wire::Outbox& out, const Deliver& deliver);
  /// Turns the outbox's messages and closings into packets, with whatever else is to be sent.
  void carry(wire::Outbox& out, Moment now);
  std::optional<SteadyTime> next_due() const;
  /// Since the last call, in order.
  std::vector<News> take_news() { return std::exchange(news_, {}); }

  bool has_news() const { return !news_.empty(); }
  /// Some goodbyes are still being said.
  bool parting() const { return parting_ > 0; }

  size_t size() const { return sessions_.size(); }
  /// Those that had no member when they were looked at last.
  size_t newcomers() const { return newcomers_.size(); }
  const Stats& stats() const { return stats_; }

 private:
  void meet(const wire::Datagram& in, Moment now, wire::Outbox& out);
  void shake_hands(const wire::Datagram& in, Moment now, wire::Outbox& out);
  void see_to_handshakes(Moment now, wire::Outbox& out);
  bool make_room(const wire::Address& from, Moment now, wire::Outbox& out);
  void throw_out(wire::SessionId id, Moment now, wire::Outbox& out);
  void add_newcomer(Session& session, SteadyTime now);
  void remove_newcomer(Session& session);
  void look_for_member(Session& session, SteadyTime now);
  static bool has_waited_too_long(const Session& session, SteadyTime now);
  void open(const wire::Datagram& in, Moment now, wire::Outbox& out, const Deliver& deliver);
  void hint(const wire::Datagram& in, wire::SessionId session, Moment now, wire::Outbox& out);
  // One that may have something to send.
  struct Stop {
    wire::SessionId id = 0;
    // Null when it has ended since.
    Session* session = nullptr;
    // What there is for it: the first and the last of a chain of parcels.
    uint32_t first = kNone;
    uint32_t last = kNone;
    std::optional<wire::Parting> closing{};
  };
  struct Parcel {
    uint32_t body = 0;
    uint32_t next = kNone;
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  void take_messages(const wire::Outbox& out);
  void take_due(Moment now);
  Stop& stop_at(Session& session);
  Stop* next_stop(wire::SessionId id, size_t& place);
  Session* find(wire::SessionId id);
  void serve(const Stop& stop, wire::Outbox& out, Moment now);
  void part_with(Session& session, wire::Parting why, Moment now);
  void look_after(Session& session, wire::Outbox& out, Moment now);
  void schedule(Session& session);
  void end(wire::SessionId id);
  void forget(wire::SessionId id);

  SessionLimits limits_;
  HasMember has_member_;
  secure::Doorway doorway_;
  HandshakeQueue handshakes_;
  std::unordered_map<wire::SessionId, Session> sessions_;
  wire::BySource<wire::SessionId> newcomers_;
  DueTimes due_;
  // What a turn has for all sessions is gathered first, and then each is gone to once: with a
  // thousand of them none stays in the processor's caches from line to line.
  std::vector<Stop> round_;
  // Places in the round, as the first line of the turn went from one to the next.
  std::vector<uint32_t> way_;
  std::vector<Parcel> parcels_;
  std::vector<link::Body> bodies_;
  std::vector<News> news_;
  size_t parting_ = 0;
  Stats stats_;
  Ration hints_;
  Ration answers_;
};

}  // namespace moonroom::session

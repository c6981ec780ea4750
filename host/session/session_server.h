// All sessions of a host, from the first datagram of a handshake to the close. Stands between the
// socket and the relay: turns datagrams other than text into the messages inside them, and the
// relay's messages into packets. Passive: its owner passes datagrams in, calls `flush` before each
// sending, and again at `next_due`.
//
// A session without a member is a newcomer's. Newcomers' sessions are counted by source and
// network, are evicted first, and end after 30 s.
//
//     receive:  handshake → HandshakeQueue → HandshakeServer → a new Session
//               sealed    → Session: open → Link → messages, as datagrams from the session
//     flush:    the outbox's messages → Links → packets, sealed, in the outbox
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/deadline_queue.h"
#include "base/rate_window.h"
#include "secure/handshake_server.h"
#include "session/handshake_queue.h"
#include "session/session.h"
#include "wire/datagram.h"

namespace moonroom::session {

/// A change of a session's state.
struct SessionEvent {
  enum class Kind { silent, active, ended };
  wire::SessionId session = 0;
  Kind kind{};
};

struct Stats {
  uint64_t handshakes = 0;
  /// Handshake datagrams that were dropped, because too many waited.
  uint64_t handshakes_dropped = 0;
  /// Sessions without a member that were evicted, or that ended after their 30 s.
  uint64_t evicted_newcomers = 0;
  uint64_t expired_newcomers = 0;
  uint64_t packets_in = 0;
  uint64_t packets_out = 0;
  uint64_t messages_in = 0;
  uint64_t messages_out = 0;
  /// Forged, damaged, or repeated.
  uint64_t refused = 0;
  /// For sessions that do not exist, or no longer exist.
  uint64_t unknown = 0;
  /// Sessions that ended because their members read too slowly.
  uint64_t slow_readers = 0;
};

struct SessionLimits {
  /// All sessions at once.
  size_t in_all = 3000;
  /// Sessions without a member.
  wire::SourceLimits newcomers = {64, 256, 1000};
};

class SessionServer {
 public:
  /// Whether this session has a member, joining or present.
  using HasMember = std::function<bool(wire::SessionId)>;

  /// `identity` must outlive this. Without `has_member` no session has one.
  SessionServer(const secure::Identity& identity, const SessionLimits& limits,
                HasMember has_member);

  using Deliver = std::function<void(const wire::Datagram& message)>;
  /// Handles a datagram of any protocol but text.
  void receive(const wire::Datagram& in, Moment now, wire::Outbox& out, const Deliver& deliver);
  /// Turns the outbox's messages and closings into packets, and adds all other output that is due.
  void flush(wire::Outbox& out, Moment now);
  std::optional<SteadyTime> next_due() const;
  /// The events since the last call, in order.
  std::vector<SessionEvent> drain_events() { return std::exchange(events_, {}); }

  bool has_events() const { return !events_.empty(); }
  /// True while closes wait for their answers.
  bool is_closing() const { return closing_ > 0; }

  size_t size() const { return sessions_.size(); }
  /// Sessions that had no member at the last check.
  size_t newcomers() const { return newcomers_.size(); }
  const Stats& stats() const { return stats_; }

 private:
  void on_handshake(const wire::Datagram& in, Moment now, wire::Outbox& out);
  void run_handshake(const wire::Datagram& in, Moment now, wire::Outbox& out);
  void process_handshakes(Moment now, wire::Outbox& out);
  bool make_room(const wire::Address& from, Moment now, wire::Outbox& out);
  void evict(wire::SessionId id, Moment now, wire::Outbox& out);
  void add_newcomer(Session& session, SteadyTime now);
  void remove_newcomer(Session& session);
  void update_membership(Session& session, SteadyTime now);
  static bool has_waited_too_long(const Session& session, SteadyTime now);
  void open(const wire::Datagram& in, Moment now, wire::Outbox& out, const Deliver& deliver);
  void hint(const wire::Datagram& in, wire::SessionId session, Moment now, wire::Outbox& out);
  // A session that has perhaps something to send.
  struct BatchTarget {
    wire::SessionId id = 0;
    // Null when the session has ended.
    Session* session = nullptr;
    // Its messages: the first and the last of a chain of items.
    uint32_t first = kNone;
    uint32_t last = kNone;
    std::optional<wire::Parting> closing{};
  };
  struct BatchItem {
    uint32_t body = 0;
    uint32_t next = kNone;
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  void collect_messages(const wire::Outbox& out);
  void collect_due(Moment now);
  BatchTarget& target_for(Session& session);
  BatchTarget* next_target(wire::SessionId id, size_t& place);
  Session* find(wire::SessionId id);
  void serve(const BatchTarget& stop, wire::Outbox& out, Moment now);
  void begin_close(Session& session, wire::Parting why, Moment now);
  void service(Session& session, wire::Outbox& out, Moment now);
  void schedule(Session& session);
  void end(wire::SessionId id);
  void forget(wire::SessionId id);

  SessionLimits limits_;
  HasMember has_member_;
  secure::HandshakeServer handshake_server_;
  HandshakeQueue handshakes_;
  std::unordered_map<wire::SessionId, Session> sessions_;
  wire::BySource<wire::SessionId> newcomers_;
  DeadlineQueue due_;
  // A turn's messages are collected first, and then each session is visited once: of a thousand
  // sessions, none stays in the processor's caches from line to line.
  std::vector<BatchTarget> batch_;
  // Indexes into the batch, in the order of the turn's first line.
  std::vector<uint32_t> order_hint_;
  std::vector<BatchItem> items_;
  std::vector<link::SharedBuffer> bodies_;
  std::vector<SessionEvent> events_;
  size_t closing_ = 0;
  Stats stats_;
  RateWindow hints_;
  RateWindow answers_;
};

}  // namespace moonroom::session

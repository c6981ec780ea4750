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
//     flush:    the outbox's messages → SendBatch → Links → packets, sealed, in the outbox
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/rate_window.h"
#include "secure/handshake_server.h"
#include "session/handshake_queue.h"
#include "session/send_batch.h"
#include "session/session_table.h"
#include "wire/datagram.h"

namespace moonroom::session {

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
  std::vector<SessionEvent> drain_events() { return table_.drain_events(); }
  const SessionTable& table() const { return table_; }
  const Stats& stats() const { return stats_; }

 private:
  using Entry = SessionTable::Entry;

  void on_handshake(const wire::Datagram& in, Moment now, wire::Outbox& out);
  void run_handshake(const wire::Datagram& in, Moment now, wire::Outbox& out);
  void process_handshakes(Moment now, wire::Outbox& out);
  bool make_room(const wire::Address& from, Moment now, wire::Outbox& out);
  void evict(Entry& entry, Moment now, wire::Outbox& out);
  void open(const wire::Datagram& in, Moment now, wire::Outbox& out, const Deliver& deliver);
  void send_hint(const wire::Datagram& in, wire::SessionId session, Moment now, wire::Outbox& out);
  void update_membership(Entry& entry, SteadyTime now);
  void serve(Entry& entry, Moment now, wire::Outbox& out);
  void send(Entry& entry, Moment now, wire::Outbox& out);
  void end(Entry& entry);

  HasMember has_member_;
  secure::HandshakeServer handshake_server_;
  HandshakeQueue handshakes_;
  SessionTable table_;
  SendBatch<Entry> batch_;
  Stats stats_;
  RateWindow hints_;
  RateWindow answers_;
};

}  // namespace moonroom::session

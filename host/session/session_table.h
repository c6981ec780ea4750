// All sessions of a host by their numbers, with the deadline of each, the newcomers among them by
// source, and the events for the relay. Its owner checks each entry that is due, and schedules it
// again.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/deadline_queue.h"
#include "session/lifetime.h"
#include "session/send_batch.h"
#include "session/session.h"
#include "wire/by_source.h"

namespace moonroom::session {

/// A change of a session's state.
struct SessionEvent {
  enum class Kind { silent, active, ended };
  wire::SessionId session = 0;
  Kind kind{};
};

struct SessionLimits {
  /// All sessions at once.
  size_t in_all = 3000;
  /// Sessions without a member.
  wire::SourceLimits newcomers = {64, 256, 1000};
};

class SessionTable {
 public:
  // The small fields come first: each turn reads them together.
  struct Entry {
    Entry(secure::Keys keys, const wire::Endpoint& from, Moment now)
        : lifetime(now.steady), session(std::move(keys), from) {}
    wire::SessionId id() const { return session.id(); }

    Lifetime lifetime;
    /// The table's: its time in the queue of deadlines; SteadyTime::max() when it is not queued.
    SteadyTime due = SteadyTime::max();
    uint32_t batch_slot = kNotInBatch;
    Session session;
  };

  explicit SessionTable(const SessionLimits& limits) : limits_(limits) {}

  /// A new session, without a member. Null when the session exists already.
  Entry* add(secure::Keys keys, const wire::Endpoint& from, Moment now);
  Entry* find(wire::SessionId id) {
    const auto found = sessions_.find(id);
    return found == sessions_.end() ? nullptr : &found->second;
  }

  void mark_newcomer(Entry& entry, SteadyTime now);
  void mark_member(Entry& entry);
  /// The newcomer's session to evict before one more is added from `from`; null when none is.
  Entry* newcomer_in_the_way(const wire::Address& from);
  bool is_full() const { return sessions_.size() >= limits_.in_all; }

  void on_received(Entry& entry, SteadyTime now);
  void mark_silent(Entry& entry);
  void mark_closing(Entry& entry, SteadyTime now);
  /// Removes a session. The relay did not request this, so it gets an event.
  void end(Entry& entry);
  void remove(Entry& entry);

  /// Puts the entry into the queue, for its earliest deadline.
  void schedule(Entry& entry);
  /// An entry that is due, which is then out of the queue. Null when there is none.
  Entry* pop_due(SteadyTime now);
  std::optional<SteadyTime> next_due() const { return due_.next(); }

  std::vector<SessionEvent> drain_events() { return std::exchange(events_, {}); }
  bool has_events() const { return !events_.empty(); }
  /// True while closes wait for their answers.
  bool is_closing() const { return closing_ > 0; }
  size_t size() const { return sessions_.size(); }
  /// Sessions that had no member at the last check.
  size_t newcomers() const { return newcomers_.size(); }

 private:
  SessionLimits limits_;
  std::unordered_map<wire::SessionId, Entry> sessions_;
  wire::BySource<wire::SessionId> newcomers_;
  DeadlineQueue due_;
  std::vector<SessionEvent> events_;
  size_t closing_ = 0;
};

}  // namespace moonroom::session

// The state that plugins see while they handle one event (members, history, time), and the queue of
// the actions that they request. The queue does not carry out actions: they go back to the host
// with the verdict.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/fifo.h"
#include "base/moment.h"
#include "room/event.h"
#include "room/log.h"
#include "script/member_cache.h"

namespace moonroom::script {

/// Limits for one plugin on one event: enough to greet each member of a full class individually,
/// while an endless loop of posts reaches them at once.
constexpr size_t kMaxActions = 128;
constexpr size_t kMaxActionBytes = 64u << 10;
/// Limit for changes of its store: the whole store, and some more.
constexpr size_t kMaxStoreActionBytes = 160u << 10;
/// Limit for all plugins together, so that the response fits one record. A plugin that stays below
/// kReservedBytes is not affected.
constexpr size_t kMaxEventBytes = 400u << 10;
constexpr size_t kReservedBytes = 2u << 10;

/// A message from one plugin to the others.
struct Publication {
  uint32_t publisher = 0;
  std::string topic;
  Value data;
};

class ActionQueue {
 public:
  MemberCache members;
  WallTime now{};
  std::mt19937_64 random{std::random_device{}()};
  /// Public entries, as far back as `room.history` goes.
  Fifo<room::Entry> history;
  /// The number of the latest entry of the log.
  uint64_t last_entry = 0;
  /// Publications that have not been delivered yet.
  std::deque<Publication> publications;
  /// This is a job's process: a job returns a result and cannot request actions.
  bool is_job = false;

  /// A number for a timer or job. Never re-used, so that a timer or job of an older version cannot
  /// call a function of a newer one.
  uint32_t next_callback() { return ++last_callback_; }

  /// Attributes the following requests to `plugin`. The limits are per event.
  void begin_hook(uint32_t plugin) {
    usage_ = &usage_by_plugin_[plugin];
    is_over_quota_ = false;
  }
  /// Resets the plugin's limits for its next version.
  void reset_bounds(uint32_t plugin) { usage_by_plugin_.erase(plugin); }
  /// The plugin has exceeded a limit since `begin_hook`.
  bool is_over_quota() const { return is_over_quota_; }
  /// Queues any action; false when the plugin is over its limit.
  bool try_enqueue(room::Action action);
  /// The same for a change of its store, which has a limit of its own.
  bool try_store(room::StorePut change);
  /// The same for a publication.
  bool publish(Publication it);
  /// Queues an action of the host itself, without limits.
  void enqueue(room::Action action);
  /// A savepoint: `rollback` drops the actions requested since.
  struct Savepoint {
    size_t actions = 0;
    size_t publications = 0;
    /// Callbacks up to this number existed before.
    uint32_t callback = 0;
  };
  Savepoint mark() const { return {actions_.size(), publications.size(), last_callback_}; }
  void rollback(const Savepoint& place) {
    actions_.resize(place.actions);
    if (publications.size() > place.publications) publications.resize(place.publications);
  }
  /// Appends an entry to the history.
  void remember(const room::Entry& entry);
  /// The message being judged: its first public post becomes the entry of this number.
  struct CurrentLine {
    std::string author;
    uint64_t number = 0;
  };
  void set_line(CurrentLine line) { line_ = std::move(line); }
  /// All actions requested since the last call, in order; the line's own post comes first.
  std::vector<room::Action> drain();

 private:
  // What one plugin has requested on the current event.
  struct Usage {
    size_t actions = 0;
    size_t bytes = 0;
    size_t store_bytes = 0;
    size_t publications = 0;
  };

  bool move_line_first();
  void remember(uint64_t number, WallTime time, const room::Post& post);
  bool try_reserve(size_t bytes);
  bool exceed_quota() {
    is_over_quota_ = true;
    return false;
  }

  std::vector<room::Action> actions_;
  std::map<uint32_t, Usage> usage_by_plugin_;
  // Of the plugin that runs; null before the first call.
  Usage* usage_ = nullptr;
  bool is_over_quota_ = false;
  std::optional<CurrentLine> line_;
  size_t all_ = 0;
  uint32_t last_callback_ = 0;
};

}  // namespace moonroom::script

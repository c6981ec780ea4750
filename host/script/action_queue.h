// What plugins see and request while they handle one event: the members, the history, the time, and
// the queue of requested actions. The actions are not carried out here: they go back with the
// verdict.
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

/// One plugin may ask for this much on one event. Enough for a greeting to everybody one by one in
/// a full class; a loop that posts for ever meets it at once.
constexpr size_t kMaxActions = 128;
constexpr size_t kMaxActionBytes = 64u << 10;
/// What it may change in its store meanwhile: all that it may have there, and some.
constexpr size_t kMaxStoreActionBytes = 160u << 10;
/// All plugins together: what fits into one answer, less what the modest still get then.
constexpr size_t kMaxEventBytes = 400u << 10;
constexpr size_t kReservedBytes = 2u << 10;

/// What a post counts for.
size_t bytes_of(const room::Post& post);

/// Said from one plugin to the others.
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
  /// What everybody has heard, as far back as `room.history` goes.
  Fifo<room::Entry> history;
  /// The number of the latest entry of the log.
  uint64_t last_entry = 0;
  /// Until they have been handed on.
  std::deque<Publication> publications;
  /// A job computes and gives back a result; it has no room to act in.
  bool is_job = false;

  /// Numbers for timers and jobs: never the same twice, so that nothing set by an older version of
  /// a plugin can be taken for something of a newer one.
  uint32_t next_callback() { return ++last_callback_; }

  /// From now on it is this plugin that asks. Its bounds are those of the event.
  void begin_hook(uint32_t plugin) {
    usage_ = &usage_by_plugin_[plugin];
    is_over_quota_ = false;
  }
  /// The version of this plugin that runs next is not to suffer from what the one before asked for.
  void reset_bounds(uint32_t plugin) { usage_by_plugin_.erase(plugin); }
  /// Since then it has asked for more than it may.
  bool is_over_quota() const { return is_over_quota_; }
  /// Queues an action of `bytes` bytes of text; false when the plugin has asked for too much.
  bool try_enqueue(room::Action action, size_t bytes);
  /// The same, for a field of its store.
  bool try_store(room::StorePut action, size_t bytes);
  /// The same, for what it says to the other plugins.
  bool publish(Publication it);
  /// Queues what the host itself wants, without bounds.
  void enqueue(room::Action action);
  /// A savepoint: `rollback` drops the actions requested since.
  struct Savepoint {
    size_t actions = 0;
    size_t publications = 0;
    /// Callbacks up to this number were there before.
    uint32_t callback = 0;
  };
  Savepoint mark() const { return {actions_.size(), publications.size(), last_callback_}; }
  void rollback(const Savepoint& place) {
    actions_.resize(place.actions);
    if (publications.size() > place.publications) publications.resize(place.publications);
  }
  /// One more line of the past.
  void remember(const room::Entry& entry);
  /// A member's line: its first post that is not private is the entry of this number.
  struct CurrentLine {
    std::string author;
    uint64_t number = 0;
  };
  /// All that was asked for since the last call, in order; the line itself comes first.
  std::vector<room::Action> drain(const std::optional<CurrentLine>& line);

 private:
  // What one plugin has asked for on the event in hand.
  struct Usage {
    size_t actions = 0;
    size_t bytes = 0;
    size_t store_bytes = 0;
    size_t publications = 0;
  };

  void remember(uint64_t number, WallTime time, const room::Post& post);
  bool try_reserve(size_t bytes);
  bool exceed_quota() {
    is_over_quota_ = true;
    return false;
  }

  std::vector<room::Action> actions_;
  std::map<uint32_t, Usage> usage_by_plugin_;
  // Of the plugin that runs; nobody's before the first.
  Usage* usage_ = nullptr;
  bool is_over_quota_ = false;
  size_t all_ = 0;
  uint32_t last_callback_ = 0;
};

}  // namespace moonroom::script

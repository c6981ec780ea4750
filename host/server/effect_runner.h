// Runs the effects that the relay requested: stores entries and plugin data, writes logs, starts
// jobs, passes results to the consoles.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "logging/log.h"
#include "relay/relay.h"
#include "ring/worker_judge.h"
#include "server/console_hub.h"
#include "server/job_dispatcher.h"
#include "store/store.h"

namespace moonroom::server {

class EffectRunner {
 public:
  /// All must outlive this.
  struct Dependencies {
    const room::RoomState& state;
    const ring::WorkerJudge& judge;
    store::Store& store;
    JobDispatcher& job_dispatcher;
    logging::HostLog& log;
    ConsoleHub& consoles;
  };
  explicit EffectRunner(Dependencies means) : uses_(means) {}

  /// Drains the relay's effects and commits the persistent ones: once a turn, before the turn
  /// sends, so that members never see what could still be lost. The other effects wait for `run`.
  void collect(relay::Relay& relay, Moment now);
  /// Runs the remaining effects.
  void run(Moment now);

  /// Continues a store: it has all entries up to `last_entry`, and those up to `sent` have been
  /// sent.
  void begin_after(uint64_t last_entry, uint64_t sent) {
    appended_ = last_entry;
    sent_ = sent;
  }
  /// All collected entries have been sent. The next commit records that.
  void mark_sent() { sent_ = appended_; }
  /// A commit is due even if no member writes: to record what was sent, or because the latest one
  /// failed. `now` is the time of the turn.
  std::optional<SteadyTime> next_due(SteadyTime now) const;
  /// The stored data of this plugin, for its load.
  Value stored_data_of(const ring::PluginSource& file);
  /// The same, and what the previous host left of the plugin.
  void inherit(ring::PluginSource& file);

 private:
  void run(const relay::PluginRequest& request, Moment now);
  void put(const room::StorePut& wish);
  std::string_view name_of(uint32_t owner) const;
  void remember(const room::Lifecycle& life);
  void append_new();
  void commit(Moment now);

  Dependencies uses_;
  relay::Effects waiting_;
  // The latest entry in the store.
  uint64_t appended_ = 0;
  // The latest entry that was sent, and the latest that the store has recorded as sent.
  uint64_t sent_ = 0;
  uint64_t noted_ = 0;
  std::string commit_problem_;
};

}  // namespace moonroom::server

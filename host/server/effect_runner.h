// Runs the effects that the relay asked for: has the store keep what must last, writes logs, has
// jobs run, brings answers to the consoles.
#pragma once

#include <string>
#include <vector>

#include "admin/consoles.h"
#include "logging/log.h"
#include "relay/relay.h"
#include "ring/worker_judge.h"
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
    admin::Consoles& consoles;
  };
  explicit EffectRunner(Dependencies means) : uses_(means) {}

  /// Drains the relay's effects, and commits what is to be kept: once a turn, before the turn
  /// sends, so that nobody hears of what could be lost. What is no hurry waits for `run`.
  void collect(relay::Relay& relay, Moment now);
  /// Does the rest.
  void run(Moment now);

  /// The store has everything up to this entry, and all up to `sent` has left the host.
  void begin_after(uint64_t last_entry, uint64_t sent) {
    appended_ = last_entry;
    sent_ = sent;
  }
  /// All that was taken has left the host. It is on disk with the next commit, or soon after a turn
  /// that has nothing else to keep: `settled` is false until then.
  void sent() { sent_ = appended_; }
  /// The latest commit did not come through.
  bool is_failing() const { return !commit_problem_.empty(); }
  bool settled() const { return noted_ == sent_; }
  /// What this plugin has kept until now, for it to be loaded with.
  Value stored_data_of(const ring::PluginSource& file);
  /// The same, and what the host before this one left of the plugin.
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
  // The latest entry that the store has.
  uint64_t appended_ = 0;
  // The latest that has left, and the latest that is known to the store to have left.
  uint64_t sent_ = 0;
  uint64_t noted_ = 0;
  std::string commit_problem_;
};

}  // namespace moonroom::server

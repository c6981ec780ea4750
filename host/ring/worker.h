// The plugin worker process and its ring: starts, watches, kills and replaces it. The contents of
// requests and responses are the judge's concern.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "process/child.h"
#include "ring/host_channel.h"
#include "ring/watchdog.h"

namespace moonroom::ring {

struct WorkerSettings {
  /// The executable of the worker; `Worker::start` makes its arguments.
  std::string program;
  /// How long one call into a plugin may take before the worker stops it. If the worker cannot stop
  /// it, the host kills the worker a little later.
  std::chrono::milliseconds hook_budget{50};
  /// Memory limit of one plugin's Lua state, in bytes.
  size_t plugin_memory = 32u << 20;
  /// Opens all of Lua's libraries to plugins: for tests of the process sandbox.
  bool open_libraries = false;
};

/// How a worker ended.
struct Death {
  std::string how;
  /// The plugin that ran, or kNobody, as the worker's marker says.
  uint32_t plugin = kNobody;
  /// Its `on_unload` ran: the next version is not to blame.
  bool unloading = false;
  /// Killed from outside: the plugin that ran is not necessarily to blame.
  bool from_outside = false;
  /// Its shared page is corrupt: its responses are discarded, and any pending request can have
  /// crashed it.
  bool page_spoilt = false;
};

class Worker {
 public:
  explicit Worker(WorkerSettings settings);

  /// Starts a new process with a new ring. Throws std::system_error on failure.
  void start(SteadyTime now);
  bool running() const { return process_.running(); }
  const process::Child& process() const { return process_; }
  /// The number of starts after the first.
  uint64_t restarts() const { return starts_ == 0 ? 0 : starts_ - 1; }
  /// It has responded at least once, so its start succeeded.
  bool ready() const { return responses_ > 0; }

  bool try_send(std::string_view record) { return ring_->try_send(record); }
  void wake() { ring_->wake_worker(); }
  void wake_for_space() {
    if (ring_) ring_->wake_for_space();
  }
  /// Valid until the next call.
  std::optional<std::string_view> next_response();

  /// Checks the process, and kills it if it is stuck. Returns how it ended, if it did.
  /// `has_pending`: requests are pending.
  std::optional<Death> check(bool has_pending, SteadyTime now);
  Death kill(std::string how);

  bool arm_wakeup() { return !ring_ || ring_->arm_wakeup(); }
  void disarm_wakeup();
  /// Call it when the wake descriptor is readable; it stays readable until then.
  void clear_wake();
  int wake_descriptor() const { return wake_.get(); }
  PluginCounters counters(uint32_t plugin) const {
    return ring_ ? ring_->counters(plugin) : PluginCounters();
  }

 private:
  WorkerSettings settings_;
  UniqueFd wake_;
  std::unique_ptr<HostChannel> ring_;
  process::Child process_;
  Watchdog watchdog_;
  uint64_t starts_ = 0;
  uint64_t responses_ = 0;
};

}  // namespace moonroom::ring

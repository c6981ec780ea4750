// One plugin worker process after another, with its ring: started, asked, watched and killed, but
// never understood. What is asked of it and what its answers mean is its judge's business.
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
  /// The program that becomes the worker; its words are made in `Worker::start`.
  std::string program;
  /// How long one call into a plugin may take before the worker stops it; what the worker cannot
  /// stop is killed a little later.
  std::chrono::milliseconds hook_budget{50};
  /// Bytes that one plugin's state may use.
  size_t plugin_memory = 32u << 20;
  /// All of Lua's libraries are open to plugins: for tests of the fences behind the sandbox.
  bool open_libraries = false;
};

/// How a worker came to its end.
struct Death {
  std::string how;
  /// Which plugin ran, or kNobody; the worker's own word for it.
  uint32_t plugin = kNobody;
  /// Its `on_unload` ran: whatever takes its place has no part in it.
  bool unloading = false;
  /// Killed by somebody else: whatever plugin ran then need not have done anything.
  bool from_outside = false;
  /// Its shared page is corrupt: its responses are discarded, and any pending request may have
  /// crashed it.
  bool page_spoilt = false;
};

class Worker {
 public:
  explicit Worker(WorkerSettings settings);

  /// A new process with a fresh ring. Throws std::system_error when there can be none now.
  void start(SteadyTime now);
  bool running() const { return process_.running(); }
  const process::Child& process() const { return process_; }
  /// How many have been started after the first.
  uint64_t restarts() const { return starts_ == 0 ? 0 : starts_ - 1; }
  /// It has answered once: it is one that comes up.
  bool ready() const { return responses_ > 0; }

  bool try_send(std::string_view record) { return ring_->try_send(record); }
  void wake() { ring_->wake_worker(); }
  void wake_for_space() {
    if (ring_) ring_->wake_for_space();
  }
  /// Valid until the next call.
  std::optional<std::string_view> next_response();

  /// Looks after it: how it died, if it did or had to be killed. `owes`: it has open requests.
  std::optional<Death> check(bool has_pending, SteadyTime now);
  /// Kills it.
  Death kill(std::string how);

  bool arm_wakeup() { return !ring_ || ring_->arm_wakeup(); }
  void disarm_wakeup();
  /// When the wake descriptor is readable: until it is cleared it stays so.
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

// What follows from the death of a worker for the requests that it leaves behind: which plugin is
// blamed, and how the event at the head is judged again: without the plugin that ran, refused when
// that plugin says `fail = "closed"`, or dropped after too many crashes. No other event is lost.
// Pure.
#pragma once

#include <functional>

#include "ring/fault_attribution.h"
#include "ring/fault_policy.h"
#include "ring/pending_requests.h"
#include "ring/worker.h"

namespace moonroom::ring {

class CrashRecovery {
 public:
  /// All must outlive this. `drop` gets an event that is dropped, and gives it its verdict.
  struct Parts {
    PendingRequests& pending;
    PluginRegistry& plugins;
    FaultPolicy& faults;
    Notes& notes;
    std::function<void(room::Event& dropped)> drop;
  };
  explicit CrashRecovery(Parts parts) : parts_(std::move(parts)) {}

  /// `is_after_shutdown`: the worker had answered the shutdown request, so its exit was expected.
  void on_death(const Death& death, bool is_after_shutdown, SteadyTime now);
  /// An event has been judged.
  void on_completed() { crashes_on_head_ = 0; }

 private:
  CrashEvidence evidence_of(const Death& death, bool is_after_shutdown) const;
  void record(const Death& death, Blame blame, bool is_after_shutdown, SteadyTime now);
  void blame_plugin(const Death& death, SteadyTime now);
  void retry_head(const Death& death, Blame blame, uint32_t without);
  void retry(Request& request, uint32_t without) const;
  void drop_head();

  Parts parts_;
  // How many workers the event at the head has crashed.
  int crashes_on_head_ = 0;
  Request dropped_;
};

}  // namespace moonroom::ring

// What follows from a plugin's faults: they are counted and noted, a plugin or a command with too
// many is benched, and a member whose events keep crashing workers is refused. After a fault, fewer
// requests are sent ahead, because each can fail again. Pure; time is an argument.
#pragma once

#include <optional>
#include <string_view>

#include "base/moment.h"
#include "ring/fault_counter.h"
#include "ring/message.h"
#include "ring/notes.h"
#include "ring/plugin_registry.h"
#include "room/members.h"

namespace moonroom::ring {

class FaultPolicy {
 public:
  /// All must outlive this.
  FaultPolicy(PluginRegistry& plugins, const room::Members& members, Notes& notes)
      : plugins_(plugins), members_(members), notes_(notes) {}

  /// Counts a fault that `who` caused (empty: no member) in this command, or in the plugin itself.
  /// Returns the request that carries out the bench that follows, if one does.
  std::optional<Task> on_fault(PluginEntry& plugin, std::string_view who, std::string_view command,
                               SteadyTime now);
  /// A plugin crashed the worker. `head` is the request that it ran for, or null.
  void on_crash(PluginEntry& plugin, const Request* head, SteadyTime now);

  /// Decides what is left out of a request, or refused, before it is sent.
  void prepare(Request& request, SteadyTime now) const;
  /// The number of requests that may be in the ring, of `size` pending ones.
  size_t most_sent(size_t size, SteadyTime now) const;

 private:
  std::optional<Task> bench(PluginEntry& plugin);
  std::optional<Task> bench_command(PluginEntry& plugin, const std::string& command);
  void leave_out_benched(Request& request) const;
  void refuse_repeat_offenders(Request& request, SteadyTime now) const;

  PluginRegistry& plugins_;
  const room::Members& members_;
  Notes& notes_;
  // The plugin that was benched last.
  uint32_t benched_ = kNobody;
  // Until then, only a few requests are sent ahead of their responses.
  SteadyTime careful_until_{};
  // Members whose events have crashed workers.
  FaultCounter crash_causers_;
};

}  // namespace moonroom::ring

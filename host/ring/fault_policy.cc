#include "ring/fault_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <variant>

#include "ring/request_cause.h"

namespace moonroom::ring {
namespace {

// After a fault, only this many requests are in the ring: each can fail again and cost its time.
// Requests that are not yet sent leave out a plugin that has been benched meanwhile.
constexpr size_t kMaxSentAfterFault = 4;

}  // namespace

std::optional<Task> FaultPolicy::on_fault(PluginEntry& plugin, std::string_view who,
                                          std::string_view command, SteadyTime now) {
  careful_until_ = now + kFaultWindow;
  if (command.empty()) return plugins_.fault(plugin, now, who) ? bench(plugin) : std::nullopt;
  const std::string name(command);
  return plugins_.command_fault(plugin, name, now, who) ? bench_command(plugin, name)
                                                        : std::nullopt;
}

void FaultPolicy::on_crash(PluginEntry& plugin, const Request* head, SteadyTime now) {
  const auto who = head ? cause_of(*head, members_) : std::string();
  if (!who.empty()) crash_causers_.add(now, who);
  // A bench needs no request: the next worker is started without the plugin.
  on_fault(plugin, who, head ? command_of(*head, plugin) : std::string(), now);
}

std::optional<Task> FaultPolicy::bench(PluginEntry& plugin) {
  benched_ = plugin.file.id;
  plugin.reason = fmt::format("{} faults within a minute", kFaultsToBench);
  notes_.error(fmt::format("{} is benched: {}; /plugin resume {} once it is fixed",
                           plugin.file.path, plugin.reason, plugin.file.name));
  return Unload{plugin.file.id, UnloadReason::benched};
}

std::optional<Task> FaultPolicy::bench_command(PluginEntry& plugin, const std::string& command) {
  plugin.reason = fmt::format("/{} is benched: {} faults within a minute", command, kFaultsToBench);
  notes_.error(fmt::format("{}: {}; /plugin resume {} once it is fixed", plugin.file.path,
                           plugin.reason, plugin.file.name));
  return BenchCommand{plugin.file.id, command};
}

size_t FaultPolicy::most_sent(size_t size, SteadyTime now) const {
  return now < careful_until_ ? std::min(size, kMaxSentAfterFault) : size;
}

void FaultPolicy::prepare(Request& request, SteadyTime now) const {
  const auto* event = event_of(request);
  if (!event) return;
  request.refuse = request.refuse || plugins_.fails_closed(*event);
  leave_out_benched(request);
  refuse_repeat_offenders(request, now);
}

// The plugin's `Unload` is queued behind events that were submitted earlier and must not run it.
void FaultPolicy::leave_out_benched(Request& request) const {
  if (request.without != kNobody || benched_ == kNobody) return;
  const auto* plugin = plugins_.find(benched_);
  if (plugin && plugin->state == State::benched) request.without = benched_;
}

// Each crash delays everybody and loses what plugins had not stored. So the events of this one
// member are refused, and no plugin is benched because of one member.
void FaultPolicy::refuse_repeat_offenders(Request& request, SteadyTime now) const {
  if (crash_causers_.empty()) return;
  const auto who = cause_of(request, members_);
  if (who.empty() || crash_causers_.caused_by(who, now) < kFaultsToBench) return;
  if (std::holds_alternative<room::LeaveEvent>(*event_of(request))) return;
  request.refuse = true;
  request.without = kPlugins;
}

}  // namespace moonroom::ring

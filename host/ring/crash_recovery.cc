#include "ring/crash_recovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace moonroom::ring {
namespace {

// An event that has crashed this many workers is dropped: its author is told to try again.
constexpr int kMaxCrashes = 4;

}  // namespace

void CrashRecovery::on_death(const Death& death, bool is_after_shutdown, SteadyTime now) {
  const auto evidence = evidence_of(death, is_after_shutdown);
  const auto blame = attribute_crash(evidence);
  record(death, blame, is_after_shutdown, now);
  retry_head(death, blame, exclusion_after(blame, evidence));
}

CrashEvidence CrashRecovery::evidence_of(const Death& death, bool is_after_shutdown) const {
  CrashEvidence crash;
  const auto* plugin = parts_.plugins.find(death.plugin);
  crash.is_plugin_known = plugin != nullptr;
  crash.plugin = death.plugin;
  if (plugin) crash.role = plugin->file.role;
  crash.is_from_outside = death.from_outside;
  crash.is_after_shutdown = is_after_shutdown;
  crash.is_event = !parts_.pending.empty() && event_of(parts_.pending.front());
  if (!parts_.pending.empty()) crash.without = parts_.pending.front().without;
  crash.crashes_before = crashes_on_head_;
  return crash;
}

void CrashRecovery::record(const Death& death, Blame blame, bool is_after_shutdown,
                           SteadyTime now) {
  if (blame == Blame::none && is_after_shutdown) return;
  if (blame == Blame::culprit) return blame_plugin(death, now);
  if (blame == Blame::impossible) parts_.plugins.revoke_fault(*parts_.plugins.find(death.plugin));
  parts_.notes.warning(fmt::format("the plugin worker {}; started again", death.how));
}

void CrashRecovery::blame_plugin(const Death& death, SteadyTime now) {
  auto& plugin = *parts_.plugins.find(death.plugin);
  parts_.notes.error(fmt::format("{}: the plugin worker {} while this plugin {}; started again",
                                 plugin.file.path, death.how,
                                 death.unloading ? "was unloaded" : "ran"));
  if (death.unloading) return;
  const auto& pending = parts_.pending;
  parts_.faults.on_crash(plugin, pending.empty() ? nullptr : &pending.front(), now);
}

void CrashRecovery::retry_head(const Death& death, Blame blame, uint32_t without) {
  if (parts_.pending.empty()) return;
  auto& request = parts_.pending.front();
  if (const auto* file = std::get_if<PluginSource>(&request.task); file && file->id == death.plugin)
    death.unloading ? parts_.plugins.died_unloading(*file) : parts_.plugins.died_loading(*file);
  if (event_of(request)) retry(request, without);
  // Any pending event can have crashed a worker whose page is corrupt.
  if (blame == Blame::culprit && !event_of(request)) return;
  if (++crashes_on_head_ >= kMaxCrashes) drop_head();
}

// Refuses the event when a plugin that is left out wants it refused without its word.
void CrashRecovery::retry(Request& request, uint32_t without) const {
  request.without = without;
  const auto& all = parts_.plugins.all();
  request.refuse = std::any_of(all.begin(), all.end(), [&](const PluginEntry& plugin) {
    return is_left_out(plugin.file.id, plugin.file.role, without) && plugin.state == State::on &&
           plugin.closed().covers(*event_of(request));
  });
}

void CrashRecovery::drop_head() {
  if (!parts_.pending.take_sent_event(dropped_)) return;
  crashes_on_head_ = 0;
  parts_.drop(*event_of(dropped_));
}

}  // namespace moonroom::ring

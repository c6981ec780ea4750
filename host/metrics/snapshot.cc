#include "metrics/snapshot.h"

#include <unistd.h>

namespace moonroom::metrics {
namespace {

std::vector<PluginMetrics> plugins_of(const ring::WorkerJudge& judge) {
  std::vector<PluginMetrics> plugins;
  for (const auto& plugin : judge.plugins().all()) {
    const auto role = plugin.file.role;
    const bool judges = role == ring::Role::script || role == ring::Role::plugin;
    if (!judges || plugin.state == ring::State::gone) continue;
    plugins.push_back({plugin.file.name, role == ring::Role::script, plugin.state, plugin.faults,
                       judge.counters_of(plugin)});
  }
  return plugins;
}

std::vector<ProcessMetrics> processes_of(const MetricsSources& sources) {
  std::vector<ProcessMetrics> processes;
  const auto add = [&](const char* name, int pid) {
    if (pid <= 0) return;
    if (const auto use = process::use_of(pid)) processes.push_back({name, *use});
  };
  add("relay", ::getpid());
  add("admin", sources.admin_pid);
  add("plugins", sources.judge.worker().pid());
  return processes;
}

}  // namespace

MetricsSnapshot collect(const MetricsSources& sources) {
  MetricsSnapshot figures;
  figures.up_for = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::steady_clock::now() - sources.started);
  figures.members = sources.state.room.present();
  figures.relay = sources.relay.stats();
  figures.sessions_open = sources.sessions.table().size();
  figures.sessions = sources.sessions.stats();
  figures.socket = sources.sockets.counters();
  figures.judge = sources.judge.stats();
  figures.jobs = sources.jobs.stats();
  figures.store = sources.store.health();
  figures.logs = sources.log.health();
  figures.clock_doubt = sources.clock.doubt();
  figures.plugins = plugins_of(sources.judge);
  figures.processes = processes_of(sources);
  return figures;
}

}  // namespace moonroom::metrics

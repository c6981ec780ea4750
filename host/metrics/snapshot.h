// All counters and resource figures of a host at one moment, as plain numbers for the metrics page
// and the dashboard.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "jobs/pool.h"
#include "logging/clock_watch.h"
#include "logging/log.h"
#include "net/udp_sockets.h"
#include "process/process_stats.h"
#include "relay/relay.h"
#include "ring/worker_judge.h"
#include "session/session_server.h"
#include "store/store.h"

namespace moonroom::metrics {

struct PluginMetrics {
  std::string name;
  /// One of the room's own scripts.
  bool script = false;
  ring::State state = ring::State::on;
  uint64_t faults = 0;
  ring::PluginCounters use;
};

struct ProcessMetrics {
  std::string name;
  process::ProcessUse use;
};

struct MetricsSnapshot {
  std::chrono::seconds up_for{};
  uint64_t members = 0;
  relay::Stats relay;
  uint64_t sessions_open = 0;
  session::Stats sessions;
  net::UdpSocket::Counters socket;
  ring::WorkerJudge::Stats judge;
  jobs::Pool::Stats jobs;
  store::Store::Health store;
  logging::HostLog::Health logs;
  /// How far the wall clock is ahead of its expected time.
  std::chrono::milliseconds clock_doubt{};
  /// Without plugins whose files were removed.
  std::vector<PluginMetrics> plugins;
  std::vector<ProcessMetrics> processes;
};

/// The sources of the figures; all must outlive this.
struct MetricsSources {
  const relay::Relay& relay;
  const room::RoomState& state;
  const session::SessionServer& sessions;
  const ring::WorkerJudge& judge;
  const jobs::Pool& jobs;
  const store::Store& store;
  const net::UdpSockets& sockets;
  const logging::HostLog& log;
  const logging::ClockWatch& clock;
  int admin_pid;
  std::chrono::steady_clock::time_point started;
};

MetricsSnapshot collect(const MetricsSources& sources);

}  // namespace moonroom::metrics

#include "metrics/series.h"

#include <chrono>

namespace moonroom::metrics {
namespace {

using F = const MetricsSnapshot&;
using P = const PluginMetrics&;
using U = const ProcessMetrics&;

template <class Number>
double number(Number value) {
  return static_cast<double>(value);
}

template <class Count, class Period>
double number(std::chrono::duration<Count, Period> time) {
  return std::chrono::duration<double>(time).count();
}

constexpr Series<MetricsSnapshot> kHost[] = {
    {"up_seconds", "How long this host has been running.", [](F f) { return number(f.up_for); }},
    {"members", "Members in the room.", [](F f) { return number(f.members); }},
    {"joins_total", "Members who joined.", [](F f) { return number(f.relay.joins); }},
    {"leaves_total", "Members who left.", [](F f) { return number(f.relay.leaves); }},
    {"returns_total", "Members who came back in another session.",
     [](F f) { return number(f.relay.returns); }},
    {"lines_total", "Lines of members.", [](F f) { return number(f.relay.lines); }},
    {"commands_total", "Commands that were given.", [](F f) { return number(f.relay.commands); }},
    {"posts_total", "Entries of the room, of all kinds.",
     [](F f) { return number(f.relay.posts); }},
    {"deliveries_total", "Posts times the members they were sent to.",
     [](F f) { return number(f.relay.deliveries); }},
    {"refused_total", "Refused by a script or a plugin, or because the room was full or busy.",
     [](F f) { return number(f.relay.refused); }},
    {"rate_limited_total", "Lines and logins over a rate limit.",
     [](F f) { return number(f.relay.rate_limited); }},
    {"malformed_total", "Datagrams that are no valid request.",
     [](F f) { return number(f.relay.malformed); }},
    {"text_not_allowed_total", "Plain text from addresses that may not use it here.",
     [](F f) { return number(f.relay.text_not_allowed); }},
    {"from_non_members_total", "Lines from addresses that are not in the room.",
     [](F f) { return number(f.relay.from_non_members); }},
    {"overloaded_total", "Lines refused because too many waited.",
     [](F f) { return number(f.relay.overloaded); }},
    {"line_latency_seconds_total", "Time of all lines in the host, verdict included.",
     [](F f) { return number(f.relay.line_latency_total); }},
    {"line_latency_max_seconds", "The longest of these since the start.",
     [](F f) { return number(f.relay.line_latency_max); }},
    {"sessions", "Encrypted sessions.", [](F f) { return number(f.sessions_open); }},
    {"session_handshakes_total", "Sessions that began.",
     [](F f) { return number(f.sessions.handshakes); }},
    {"session_refused_total", "Packets that were forged, damaged or repeated.",
     [](F f) { return number(f.sessions.refused); }},
    {"session_handshakes_dropped_total",
     "Messages of handshakes that were dropped: too many waited.",
     [](F f) { return number(f.sessions.handshakes_dropped); }},
    {"session_unknown_total", "Packets to sessions that do not exist.",
     [](F f) { return number(f.sessions.unknown); }},
    {"session_slow_readers_total", "Sessions that ended because the client did not read.",
     [](F f) { return number(f.sessions.slow_readers); }},
    {"datagrams_received_total", "Datagrams that came in.",
     [](F f) { return number(f.socket.received); }},
    {"datagrams_sent_total", "Datagrams that went out.", [](F f) { return number(f.socket.sent); }},
    {"datagrams_overflowed_total", "Datagrams lost on the way in: the socket's buffer was full.",
     [](F f) { return number(f.socket.overflowed); }},
    {"datagrams_dropped_total", "Datagrams lost on the way out.",
     [](F f) { return number(f.socket.dropped); }},
    {"datagrams_truncated_total", "Datagrams that were too long to be read whole.",
     [](F f) { return number(f.socket.truncated); }},
    {"network_errors_total", "Errors that the network reported about sent datagrams.",
     [](F f) { return number(f.socket.errors); }},
    {"events_waiting", "Events that wait to be judged.", [](F f) { return number(f.judge.held); }},
    {"worker_restarts_total", "How often the plugins' process was started again.",
     [](F f) { return number(f.judge.restarts); }},
    {"jobs_running", "Jobs of plugins that run.", [](F f) { return number(f.jobs.running); }},
    {"jobs_waiting", "Jobs of plugins that wait their turn.",
     [](F f) { return number(f.jobs.waiting); }},
    {"jobs_finished_total", "Jobs that returned a result.",
     [](F f) { return number(f.jobs.finished); }},
    {"jobs_failed_total", "Jobs that failed.", [](F f) { return number(f.jobs.failed); }},
    {"store_on_disk", "1 when the room is kept on disk, 0 with --data :memory:.",
     [](F f) { return number(f.store.on_disk); }},
    {"store_healthy", "0 while the disk does not accept the room's data.",
     [](F f) { return number(f.store.problem.empty()); }},
    {"store_waiting", "Changes that are not on disk yet.",
     [](F f) { return number(f.store.waiting); }},
    {"store_lost_total", "Entries dropped because the disk failed for long.",
     [](F f) { return number(f.store.dropped); }},
    {"store_commits_total", "Transactions, one a turn of the host at most.",
     [](F f) { return number(f.store.commits); }},
    {"store_commit_seconds_total", "How long those took together.",
     [](F f) { return number(f.store.committing); }},
    {"store_entries", "Entries in the file.", [](F f) { return number(f.store.entries); }},
    {"store_bytes", "The file's size, its log included.",
     [](F f) { return number(f.store.bytes); }},
    {"logs_healthy", "0 while the disk does not accept plugins' logs.",
     [](F f) { return number(f.logs.problem.empty()); }},
    {"logs_lost_total", "Lines of plugins' logs dropped because the disk failed.",
     [](F f) { return number(f.logs.lost); }},
    {"logs_over_budget_total", "Lines of plugins' logs over a plugin's budget.",
     [](F f) { return number(f.logs.over_budget); }},
    {"clock_doubt_seconds",
     "How far the wall clock is ahead of the time that has passed; 0 when all is well.",
     [](F f) { return number(f.clock_doubt); }},
};

constexpr Series<PluginMetrics> kPlugin[] = {
    {"plugin_on", "1 when it runs, 0 when it failed to load or is benched.",
     [](P p) { return number(p.state == ring::State::on); }},
    {"plugin_calls_total", "Calls of its hooks.", [](P p) { return number(p.use.calls); }},
    {"plugin_changed_total", "Messages that it changed.",
     [](P p) { return number(p.use.changed); }},
    {"plugin_refused_total", "Messages and joins that it refused.",
     [](P p) { return number(p.use.refused); }},
    {"plugin_faults_total", "Its faults.", [](P p) { return number(p.faults); }},
    {"plugin_memory_bytes", "Memory of its Lua.", [](P p) { return number(p.use.memory); }},
    {"plugin_call_p50_seconds", "Half of its calls took no longer, since the host began.",
     [](P p) { return number(p.use.percentile(0.5)); }},
    {"plugin_call_p99_seconds", "99 of 100 calls took no longer.",
     [](P p) { return number(p.use.percentile(0.99)); }},
    {"plugin_call_longest_seconds", "The longest call.", [](P p) { return number(p.use.longest); }},
};

constexpr Series<ProcessMetrics> kProcess[] = {
    {"process_resident_bytes", "Memory of each process of the host.",
     [](U p) { return number(p.use.memory); }},
    {"process_cpu_seconds_total", "Processor time of each process.",
     [](U p) { return number(p.use.cpu); }},
};

}  // namespace

std::span<const Series<MetricsSnapshot>> host_series() {
  return kHost;
}

std::span<const Series<PluginMetrics>> plugin_series() {
  return kPlugin;
}

std::span<const Series<ProcessMetrics>> process_series() {
  return kProcess;
}

}  // namespace moonroom::metrics

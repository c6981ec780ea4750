#include "metrics/exposition.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <string_view>

#include "base/version.h"

namespace moonroom::metrics {
namespace {

using Seconds = std::chrono::duration<double>;

// Whole numbers above this are no longer exact in a double.
constexpr double kExact = 9007199254740992.0;

template <class Of>
struct Series {
  std::string_view name;
  std::string_view type;
  std::string_view help;
  double (*value)(const Of& of);
};

template <class Number>
double plain(Number number) {
  return static_cast<double>(number);
}

template <class Time>
double seconds(Time time) {
  return Seconds(time).count();
}

using F = MetricsSnapshot;

constexpr Series<F> kHost[] = {
    {"up_seconds", "gauge", "How long this host has been running.",
     [](const F& f) { return seconds(f.up_for); }},
    {"members", "gauge", "Members in the room.", [](const F& f) { return plain(f.members); }},
    {"joins_total", "counter", "Members who joined.",
     [](const F& f) { return plain(f.relay.joins); }},
    {"leaves_total", "counter", "Members who left.",
     [](const F& f) { return plain(f.relay.leaves); }},
    {"returns_total", "counter", "Members who came back in another session.",
     [](const F& f) { return plain(f.relay.returns); }},
    {"lines_total", "counter", "Lines of members.",
     [](const F& f) { return plain(f.relay.lines); }},
    {"commands_total", "counter", "Commands that were given.",
     [](const F& f) { return plain(f.relay.commands); }},
    {"posts_total", "counter", "Entries of the room, of all kinds.",
     [](const F& f) { return plain(f.relay.posts); }},
    {"deliveries_total", "counter", "Posts times the members they were sent to.",
     [](const F& f) { return plain(f.relay.deliveries); }},
    {"refused_total", "counter",
     "Refused by a script or a plugin, or because the room was full or busy.",
     [](const F& f) { return plain(f.relay.refused); }},
    {"rate_limited_total", "counter", "Lines and logins over a rate limit.",
     [](const F& f) { return plain(f.relay.rate_limited); }},
    {"malformed_total", "counter", "Datagrams that are no valid request.",
     [](const F& f) { return plain(f.relay.malformed); }},
    {"text_not_allowed_total", "counter", "Plain text from addresses that may not use it here.",
     [](const F& f) { return plain(f.relay.text_not_allowed); }},
    {"from_non_members_total", "counter", "Lines from addresses that are not in the room.",
     [](const F& f) { return plain(f.relay.from_non_members); }},
    {"overloaded_total", "counter", "Lines refused because too many waited.",
     [](const F& f) { return plain(f.relay.overloaded); }},
    {"line_latency_seconds_total", "counter", "Time of all lines in the host, verdict included.",
     [](const F& f) { return seconds(f.relay.line_latency_total); }},
    {"line_latency_max_seconds", "gauge", "The longest of these since the start.",
     [](const F& f) { return seconds(f.relay.line_latency_max); }},
    {"sessions", "gauge", "Encrypted sessions.", [](const F& f) { return plain(f.sessions_open); }},
    {"session_handshakes_total", "counter", "Sessions that began.",
     [](const F& f) { return plain(f.sessions.handshakes); }},
    {"session_refused_total", "counter", "Packets that were forged, damaged or repeated.",
     [](const F& f) { return plain(f.sessions.refused); }},
    {"session_handshakes_dropped_total", "counter",
     "Messages of handshakes that were dropped: too many waited.",
     [](const F& f) { return plain(f.sessions.handshakes_dropped); }},
    {"session_unknown_total", "counter", "Packets to sessions that do not exist.",
     [](const F& f) { return plain(f.sessions.unknown); }},
    {"session_slow_readers_total", "counter",
     "Sessions that ended because the client did not read.",
     [](const F& f) { return plain(f.sessions.slow_readers); }},
    {"datagrams_received_total", "counter", "Datagrams that came in.",
     [](const F& f) { return plain(f.socket.received); }},
    {"datagrams_sent_total", "counter", "Datagrams that went out.",
     [](const F& f) { return plain(f.socket.sent); }},
    {"datagrams_overflowed_total", "counter",
     "Datagrams lost on the way in: the socket's buffer was full.",
     [](const F& f) { return plain(f.overflowed); }},
    {"datagrams_dropped_total", "counter", "Datagrams lost on the way out.",
     [](const F& f) { return plain(f.socket.dropped); }},
    {"datagrams_truncated_total", "counter", "Datagrams that were too long to be read whole.",
     [](const F& f) { return plain(f.socket.truncated); }},
    {"network_errors_total", "counter", "Errors that the network reported about sent datagrams.",
     [](const F& f) { return plain(f.socket.errors); }},
    {"events_waiting", "gauge", "Events that wait to be judged.",
     [](const F& f) { return plain(f.held); }},
    {"worker_restarts_total", "counter", "How often the plugins' process was started again.",
     [](const F& f) { return plain(f.worker_restarts); }},
    {"jobs_running", "gauge", "Jobs of plugins that run.",
     [](const F& f) { return plain(f.jobs_running); }},
    {"jobs_waiting", "gauge", "Jobs of plugins that wait their turn.",
     [](const F& f) { return plain(f.jobs_waiting); }},
    {"jobs_finished_total", "counter", "Jobs that returned a result.",
     [](const F& f) { return plain(f.jobs_finished); }},
    {"jobs_failed_total", "counter", "Jobs that failed.",
     [](const F& f) { return plain(f.jobs_failed); }},
    {"store_on_disk", "gauge", "1 when the room is kept on disk, 0 with --data :memory:.",
     [](const F& f) { return plain(f.store.on_disk ? 1 : 0); }},
    {"store_healthy", "gauge", "0 while the disk does not accept the room's data.",
     [](const F& f) { return plain(f.store.problem.empty() ? 1 : 0); }},
    {"store_waiting", "gauge", "Changes that are not on disk yet.",
     [](const F& f) { return plain(f.store.waiting); }},
    {"store_lost_total", "counter", "Entries dropped because the disk failed for long.",
     [](const F& f) { return plain(f.store.dropped); }},
    {"store_commits_total", "counter", "Transactions, one a turn of the host at most.",
     [](const F& f) { return plain(f.store.commits); }},
    {"store_commit_seconds_total", "counter", "How long those took together.",
     [](const F& f) { return seconds(f.store.committing); }},
    {"store_entries", "gauge", "Entries in the file.",
     [](const F& f) { return plain(f.store.entries); }},
    {"store_bytes", "gauge", "The file's size, its log included.",
     [](const F& f) { return plain(f.store.bytes); }},
    {"logs_healthy", "gauge", "0 while the disk does not accept plugins' logs.",
     [](const F& f) { return plain(f.logs.problem.empty() ? 1 : 0); }},
    {"logs_lost_total", "counter", "Lines of plugins' logs dropped because the disk failed.",
     [](const F& f) { return plain(f.logs.lost); }},
    {"logs_over_budget_total", "counter", "Lines of plugins' logs over a plugin's budget.",
     [](const F& f) { return plain(f.logs.over_budget); }},
    {"clock_doubt_seconds", "gauge",
     "How far the wall clock is ahead of the time that has passed; 0 when all is well.",
     [](const F& f) { return seconds(f.clock_doubt); }},
};

constexpr Series<PluginMetrics> kPlugin[] = {
    {"plugin_on", "gauge", "1 when it runs, 0 when it failed to load or is benched.",
     [](const PluginMetrics& p) { return plain(p.state == ring::State::on ? 1 : 0); }},
    {"plugin_calls_total", "counter", "Calls of its hooks.",
     [](const PluginMetrics& p) { return plain(p.use.calls); }},
    {"plugin_changed_total", "counter", "Messages that it changed.",
     [](const PluginMetrics& p) { return plain(p.use.changed); }},
    {"plugin_refused_total", "counter", "Messages and joins that it refused.",
     [](const PluginMetrics& p) { return plain(p.use.refused); }},
    {"plugin_faults_total", "counter", "Its faults.",
     [](const PluginMetrics& p) { return plain(p.faults); }},
    {"plugin_memory_bytes", "gauge", "Memory of its Lua.",
     [](const PluginMetrics& p) { return plain(p.use.memory); }},
    {"plugin_call_p50_seconds", "gauge", "Half of its calls took no longer, since the host began.",
     [](const PluginMetrics& p) { return seconds(p.use.percentile(0.5)); }},
    {"plugin_call_p99_seconds", "gauge", "99 of 100 calls took no longer.",
     [](const PluginMetrics& p) { return seconds(p.use.percentile(0.99)); }},
    {"plugin_call_longest_seconds", "gauge", "The longest call.",
     [](const PluginMetrics& p) { return seconds(p.use.longest); }},
};

constexpr Series<ProcessMetrics> kProcess[] = {
    {"process_resident_bytes", "gauge", "Memory of each process of the host.",
     [](const ProcessMetrics& p) { return plain(p.use.memory); }},
    {"process_cpu_seconds_total", "counter", "Processor time of each process.",
     [](const ProcessMetrics& p) { return seconds(p.use.cpu); }},
};

std::string in_digits(double value) {
  const bool whole = value == std::floor(value) && std::abs(value) < kExact;
  return whole ? fmt::format("{}", static_cast<int64_t>(value)) : fmt::format("{}", value);
}

// File names can contain characters that a label must not.
std::string in_quotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter == '\n' ? std::string_view("\\n") : std::string_view(&letter, 1);
  }
  return quoted + '"';
}

std::string labels_of(const PluginMetrics& plugin) {
  return fmt::format("{{plugin={},kind=\"{}\"}}", in_quotes(plugin.name),
                     plugin.script ? "script" : "plugin");
}

std::string labels_of(const ProcessMetrics& process) {
  return fmt::format("{{process={}}}", in_quotes(process.name));
}

template <class Of>
void head(std::string& page, const Series<Of>& series) {
  fmt::format_to(std::back_inserter(page),
                 "# HELP moonroom_{0} {2}\n"
                 "# TYPE moonroom_{0} {1}\n",
                 series.name, series.type, series.help);
}

template <class Of, size_t kCount>
void put_each(std::string& page, const Series<Of> (&table)[kCount], const std::vector<Of>& all) {
  if (all.empty()) return;
  for (const auto& series : table) {
    head(page, series);
    for (const auto& one : all)
      fmt::format_to(std::back_inserter(page), "moonroom_{}{} {}\n", series.name, labels_of(one),
                     in_digits(series.value(one)));
  }
}

}  // namespace

std::string to_metrics(const MetricsSnapshot& figures) {
  std::string page = "# HELP moonroom_info The program.\n# TYPE moonroom_info gauge\n";
  page += fmt::format("moonroom_info{{version=\"{}\"}} 1\n", version());
  for (const auto& series : kHost) {
    head(page, series);
    fmt::format_to(std::back_inserter(page), "moonroom_{} {}\n", series.name,
                   in_digits(series.value(figures)));
  }
  put_each(page, kPlugin, figures.plugins);
  put_each(page, kProcess, figures.processes);
  return page;
}

}  // namespace moonroom::metrics

#include "admin/dashboard.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "admin/process_table.h"
#include "base/language.h"
#include "text/text.h"

namespace moonroom::admin {
namespace {

// The last minute.
constexpr size_t kLately = std::chrono::minutes(1) / Trend::kStep;

// Two minutes and a half: with numbers before it the row still fits 80 columns.
constexpr size_t kSparkline = 30;

constexpr size_t kMaxPlugins = 10;

// A smaller drift of the clock is not worth showing.
constexpr auto kClockDoubt = std::chrono::minutes(2);

uint64_t dropped(const relay::Stats& stats) {
  return stats.rate_limited + stats.overloaded + stats.refused;
}

std::string size_in_words(uint64_t bytes) {
  if (bytes < 100'000) return fmt::format("{} kB", (bytes + 999) / 1000);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string time_in_words(std::chrono::nanoseconds time) {
  const double micros = std::chrono::duration<double, std::micro>(time).count();
  if (micros < 1000) return fmt::format("{:.1f} µs", micros);
  return fmt::format("{:.1f} ms", micros / 1000);
}

std::string rate_in_words(double rate) {
  return rate < 9.95 ? fmt::format("{:.1f}", rate) : fmt::format("{:.0f}", rate);
}

Row speed_row(const char* what, const Trend& trend, uint64_t total) {
  return {std::string(tr(what)), rate_in_words(trend.per_second(kLately)), std::to_string(total),
          sparkline(trend.steps(), kSparkline)};
}

// The state of the store.
std::string kept(const store::Store::Health& health) {
  if (!health.on_disk) return std::string(tr("nothing: --data :memory:"));
  if (!health.problem.empty())
    return tr_format("{} ({} changes wait, {} lost)", health.problem, health.waiting,
                     health.dropped);
  if (health.commits == 0) return tr_format("{} entries", health.entries);
  return tr_format("{} entries in {}, a commit takes {}", health.entries,
                   size_in_words(health.bytes),
                   time_in_words(health.committing / static_cast<int64_t>(health.commits)));
}

// From the turn that received the line to the turn that sent it.
std::string line_time(const relay::Stats& stats) {
  const auto lines = stats.lines + stats.commands;
  if (lines == 0) return std::string(tr("no line yet"));
  // The clock is read once a turn, so shorter times are invisible.
  if (stats.line_latency_max.count() == 0) return std::string(tr("less than a turn of the loop"));
  return tr_format("{}, at most {}",
                   time_in_words(stats.line_latency_total / static_cast<int64_t>(lines)),
                   time_in_words(stats.line_latency_max));
}

// The time of the slowest plugins that are called for a line.
std::string judging(const metrics::MetricsSnapshot& figures) {
  std::chrono::nanoseconds slowest{};
  size_t on = 0;
  for (const auto& plugin : figures.plugins) {
    on += plugin.state == ring::State::on ? 1 : 0;
    if (plugin.use.calls > 0) slowest = std::max(slowest, plugin.use.percentile(0.99));
  }
  auto all = tr_format("{} of {} on", on, figures.plugins.size());
  if (slowest.count() == 0) return all;
  return tr_format("{}, p99 of the slowest {}", all, time_in_words(slowest));
}

std::string memory(const metrics::MetricsSnapshot& figures) {
  std::string words;
  uint64_t sum = 0;
  for (const auto& process : figures.processes) {
    sum += process.use.memory;
    words += fmt::format(", {} {}", tr(process.name), size_in_words(process.use.memory));
  }
  return size_in_words(sum) + (words.empty() ? "" : fmt::format(" ({})", words.substr(2)));
}

std::string speeds(const metrics::MetricsSnapshot& figures, const Trends& trends) {
  const auto& relay = figures.relay;
  return to_table({{"", "A SECOND", "IN ALL", "LATELY"},
                   speed_row("lines", trends.lines, relay.lines),
                   speed_row("deliveries", trends.deliveries, relay.deliveries),
                   speed_row("received", trends.received, relay.received),
                   speed_row("refused", trends.dropped, dropped(relay))},
                  {"A SECOND", "IN ALL"});
}

// Empty when all is well.
std::string logging(const logging::HostLog::Health& logs) {
  std::string words = logs.problem;
  const auto add = [&words](uint64_t count, const char* what) {
    if (count > 0) words += tr_format("{}{} lines {}", words.empty() ? "" : "; ", count, tr(what));
  };
  add(logs.lost, "lost");
  add(logs.over_budget, "over a plugin's budget");
  return words;
}

std::string clock_in_words(std::chrono::milliseconds doubt) {
  if (doubt > -kClockDoubt && doubt < kClockDoubt) return {};
  const auto length = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::abs(doubt));
  return tr_format("{} {} the expected time; bans and retention do not depend on it",
                   to_words(length), tr(doubt.count() > 0 ? "ahead of" : "behind"));
}

void add_doubts(std::vector<Row>& rows, const metrics::MetricsSnapshot& figures) {
  if (auto logs = logging(figures.logs); !logs.empty()) rows.push_back({"plugins' logs", logs});
  if (auto clock = clock_in_words(figures.clock_doubt); !clock.empty())
    rows.push_back({"clock", clock});
}

std::vector<Row> health(const metrics::MetricsSnapshot& figures) {
  const auto& relay = figures.relay;
  std::vector<Row> rows = {
      {"up for", to_words(figures.up_for)},
      {"members", tr_format("{} ({} came, {} left)", figures.members, relay.joins, relay.leaves)},
      {"sessions",
       tr_format("{} ({} handshakes, {} came back, {} read too slowly)", figures.sessions_open,
                 figures.sessions.handshakes, relay.returns, figures.sessions.slow_readers)},
      {"memory", memory(figures)},
      {"plugins", judging(figures)},
      {"a line takes", line_time(figures.relay)},
      {"waiting to be judged", std::to_string(figures.judge.held)},
      {"on disk", kept(figures.store)},
  };
  add_doubts(rows, figures);
  return rows;
}

std::vector<Row> refusals(const metrics::MetricsSnapshot& figures) {
  const auto count = [](uint64_t number) { return std::to_string(number); };
  return {
      {"jobs", tr_format("{} running, {} waiting, {} done, {} failed", figures.jobs.running,
                         figures.jobs.waiting, figures.jobs.finished, figures.jobs.failed)},
      {"plugin worker restarts", count(figures.judge.restarts)},
      {"over the rate limit", count(figures.relay.rate_limited)},
      {"refused under load", count(figures.relay.overloaded)},
      {"from non-members", count(figures.relay.from_non_members)},
      {"malformed", count(figures.relay.malformed)},
      {"text not allowed", count(figures.relay.text_not_allowed)},
      {"forged or damaged", count(figures.sessions.refused)},
      {"to unknown sessions", count(figures.sessions.unknown)},
      {"dropped handshakes", count(figures.sessions.handshakes_dropped)},
      {"dropped by the kernel",
       tr_format("{} coming in, {} going out", figures.socket.overflowed, figures.socket.dropped)},
  };
}

std::string busiest_plugins(const metrics::MetricsSnapshot& figures) {
  auto plugins = figures.plugins;
  std::erase_if(plugins,
                [](const metrics::PluginMetrics& plugin) { return plugin.use.calls == 0; });
  const auto slower = [](const metrics::PluginMetrics& a, const metrics::PluginMetrics& b) {
    return a.use.percentile(0.99) > b.use.percentile(0.99);
  };
  std::stable_sort(plugins.begin(), plugins.end(), slower);
  if (plugins.size() > kMaxPlugins) plugins.resize(kMaxPlugins);
  std::vector<Row> rows = {{"PLUGIN", "CALLS", "p50", "p99", "LONGEST", "MEMORY", "FAULTS"}};
  for (const auto& plugin : plugins)
    rows.push_back({text::visible(plugin.name), std::to_string(plugin.use.calls),
                    time_in_words(plugin.use.percentile(0.5)),
                    time_in_words(plugin.use.percentile(0.99)), time_in_words(plugin.use.longest),
                    size_in_words(plugin.use.memory), std::to_string(plugin.faults)});
  return rows.size() == 1 ? std::string()
                          : to_table(rows, {"CALLS", "p50", "p99", "LONGEST", "MEMORY", "FAULTS"});
}

std::vector<Row> labelled(std::vector<Row> rows) {
  for (auto& row : rows) row.front() = tr(row.front());
  return rows;
}

}  // namespace

void Trends::sample(const relay::Stats& stats, SteadyTime now) {
  lines.sample(stats.lines, now);
  deliveries.sample(stats.deliveries, now);
  received.sample(stats.received, now);
  dropped.sample(admin::dropped(stats), now);
}

std::string to_dashboard(const metrics::MetricsSnapshot& figures, const Trends& trends) {
  auto rows = health(figures);
  for (auto& row : refusals(figures)) rows.push_back(std::move(row));
  return speeds(figures, trends) + "\n\n" + to_table(labelled(std::move(rows)));
}

std::string to_page(const metrics::MetricsSnapshot& figures, const Trends& trends,
                    const std::vector<Row>& processes) {
  auto page = speeds(figures, trends) + "\n\n" + to_table(labelled(health(figures))) + "\n\n" +
              process_table(processes);
  if (const auto plugins = busiest_plugins(figures); !plugins.empty()) page += "\n\n" + plugins;
  return page;
}

}  // namespace moonroom::admin

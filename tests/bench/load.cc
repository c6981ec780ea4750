// Talks in a room and measures it: members come in, some speak, every delivery is checked, and the
// server's processor time is read before and after. Prints one JSON object.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bench/conversation.h"
#include "bench/cpu_time.h"
#include "bench/crowd.h"

namespace moonroom::bench {
namespace {

struct Options {
  uint16_t port = 0;
  uint32_t members = 10;
  double seconds = 2;
  double warm_up = 0.5;
  double patience = 2;
  std::vector<pid_t> pids;
  Settings settings;
};

Duration duration(double seconds) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

void describe(CLI::App& app, Options& options) {
  app.add_option("--port", options.port, "Of the server, on 127.0.0.1")->required();
  app.add_option("--members", options.members)
      ->check(CLI::Range(2u, 10000u))
      ->capture_default_str();
  app.add_option("--speakers", options.settings.speakers, "How many of them speak")
      ->check(CLI::Range(1u, 10000u))
      ->capture_default_str();
  app.add_option("--window", options.settings.window, "Lines on their way, for each speaker")
      ->check(CLI::Range(1u, 10000u))
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "How long to measure")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_option("--lines", options.settings.lines,
                 "Measure so many lines, if they are said in time");
  app.add_option("--warm-up", options.warm_up, "Seconds before")->capture_default_str();
  app.add_option("--patience", options.patience, "Seconds until a line is lost")
      ->capture_default_str();
  app.add_option("--pid", options.pids, "A process of the server; may be repeated");
}

// One number a process: what it has used so far.
class Meter {
 public:
  explicit Meter(std::vector<pid_t> pids) : pids_(std::move(pids)) {}

  void read() {
    std::vector<double> seconds{own_cpu_seconds()};
    for (const auto pid : pids_) {
      const auto used = cpu_seconds(pid);
      if (!used) throw std::runtime_error(used.error().what);
      seconds.push_back(*used);
    }
    readings_.push_back(std::move(seconds));
  }
  double own() const { return used(0); }
  /// {"PID": seconds, ...}
  std::string json() const {
    std::string words;
    for (size_t i = 0; i < pids_.size(); ++i)
      words += fmt::format("{}\"{}\": {:.3f}", i ? ", " : "", pids_[i], used(i + 1));
    return "{" + words + "}";
  }

 private:
  double used(size_t which) const { return readings_[1][which] - readings_[0][which]; }

  std::vector<pid_t> pids_;
  std::vector<std::vector<double>> readings_;
};

void print(const Options& options, const Tally& tally, const Meter& meter) {
  fmt::print(R"({{"members": {}, "speakers": {}, "window": {}, "seconds": {:.4f}, "lines": {}, )"
             R"("deliveries": {}, "cpu_seconds": {}, "generator_share": {:.3f}, )"
             R"("lost": {}, "wrong": {}, "late": {}, "notices": {}, )"
             R"("latency_us": {{"p50": {:.1f}, "p99": {:.1f}, "p99.9": {:.1f}}}}})"
             "\n",
             options.members, options.settings.speakers, options.settings.window, tally.seconds,
             tally.lines, tally.deliveries, meter.json(), meter.own() / tally.seconds, tally.lost,
             tally.wrong, tally.late, tally.notices, tally.latency.percentile(0.5),
             tally.latency.percentile(0.99), tally.latency.percentile(0.999));
}

Result<void> measure(const Options& options) {
  auto crowd = Crowd::join({wire::v4_address({127, 0, 0, 1}), options.port, {}}, options.members);
  if (!crowd) return tl::unexpected(crowd.error());
  Meter meter(options.pids);
  Conversation conversation(*crowd, options.settings);
  const auto tally = conversation.run([&] { meter.read(); });
  if (!tally) return tl::unexpected(tally.error());
  print(options, *tally, meter);
  return {};
}

int run(int argc, char** argv) {
  CLI::App app("Talks in a room and measures it", "bench_load");
  Options options;
  describe(app, options);
  CLI11_PARSE(app, argc, argv);
  options.settings.speakers = std::min(options.settings.speakers, options.members);
  options.settings.warm_up = duration(options.warm_up);
  options.settings.time = duration(options.seconds);
  options.settings.patience = duration(options.patience);
  if (const auto done = measure(options); !done) {
    fmt::print(stderr, "bench_load: {}\n", done.error().what);
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace moonroom::bench

int main(int argc, char** argv) {
  try {
    return moonroom::bench::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_load: {}\n", error.what());
    return 1;
  }
}

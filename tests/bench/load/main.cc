// Members who come into a room and talk as they are told on standard input, one order a line, each
// answered by a JSON object in one line:
//
//     join MEMBERS                                                until so many are in
//     talk SPEAKERS WINDOW equal|mixed WARM-UP TIME [PATIENCE]    in seconds; what it gave
//
// It ends with its input. Between orders members hear what comes, and say what their protocol wants
// to be answered.
#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/load/conversation.h"
#include "bench/load/cpu_time.h"
#include "bench/load/crowd.h"

namespace moonroom::bench {
namespace {

Duration duration(double seconds) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

// The processor time of some processes, this one first.
class Meter {
 public:
  explicit Meter(std::vector<pid_t> pids) : pids_(std::move(pids)) {
    pids_.insert(pids_.begin(), ::getpid());
  }

  void read() {
    before_ = std::exchange(now_, {});
    for (const auto pid : pids_) {
      const auto used = cpu_time(pid);
      if (!used) throw std::runtime_error(used.error().what);
      now_.push_back(*used);
    }
  }
  /// [all, user, waited] of this process.
  std::string own() const { return used(0); }
  /// [[all, user, waited], ...] in the order of the processes.
  std::string others() const {
    std::string words;
    for (size_t i = 1; i < pids_.size(); ++i) words += (i > 1 ? ", " : "") + used(i);
    return "[" + words + "]";
  }

 private:
  std::string used(size_t which) const {
    const auto time = now_[which] - before_[which];
    return fmt::format("[{:.6f}, {:.2f}, {:.6f}]", time.all, time.user, time.waited);
  }

  std::vector<pid_t> pids_;
  std::vector<CpuTime> before_;
  std::vector<CpuTime> now_;
};

std::string json(const Tally& tally, const Meter& meter) {
  return fmt::format(
      R"({{"seconds": {:.4f}, "lines": {}, "deliveries": {}, "server_cpu": {}, )"
      R"("generator_cpu": {}, "lost": {}, "wrong": {}, "doubled": {}, "overtaken": {}, )"
      R"("late": {}, "echoes": {}, "notices": {}, "p50": {:.1f}, "p99": {:.1f}, "p99.9": {:.1f}}})",
      tally.seconds, tally.lines, tally.deliveries, meter.others(), meter.own(), tally.lost,
      tally.wrong, tally.doubled, tally.overtaken, tally.late, tally.echoes, tally.notices,
      tally.latency.percentile(0.5), tally.latency.percentile(0.99),
      tally.latency.percentile(0.999));
}

// What is obeyed, one order after the other.
class Orders {
 public:
  Orders(const Language& language, uint16_t port, std::vector<pid_t> pids)
      : crowd_(language, port), meter_(std::move(pids)) {}

  Result<std::string> obey(const std::string& order) {
    std::istringstream words(order);
    std::string verb;
    words >> verb;
    if (verb == "join") return join(words);
    if (verb == "talk") return talk(words);
    return problem(fmt::format("'{}' is no order", order));
  }

  void idle_until_ordered() {
    pollfd watched[] = {{STDIN_FILENO, POLLIN, 0}, {crowd_.descriptor(), POLLIN, 0}};
    while (::poll(watched, 2, -1) >= 0 && watched[0].revents == 0)
      crowd_.listen([](uint32_t, std::string_view) {});
  }

 private:
  Result<std::string> join(std::istringstream& words) {
    uint32_t members = 0;
    words >> members;
    conversation_.reset();
    const auto joined = crowd_.join(members);
    if (!joined) return tl::unexpected(joined.error());
    return fmt::format(R"({{"members": {}}})", crowd_.size());
  }

  Result<std::string> talk(std::istringstream& words) {
    Talk talk;
    std::string lengths;
    double warm_up = 0;
    double time = 0;
    words >> talk.speakers >> talk.window >> lengths >> warm_up >> time;
    if (!words || talk.window > kMostInFlight) return problem("talk SPEAKERS WINDOW LENGTHS ...");
    talk.lengths = lengths == "mixed" ? Lengths::mixed : Lengths::equal;
    talk.warm_up = duration(warm_up);
    talk.time = duration(time);
    if (double patience = 0; words >> patience) talk.patience = duration(patience);
    if (!conversation_) conversation_.emplace(crowd_);
    const auto tally = conversation_->talk(talk, [this] { meter_.read(); });
    if (!tally) return tl::unexpected(tally.error());
    return json(*tally, meter_);
  }

  Crowd crowd_;
  Meter meter_;
  std::optional<Conversation> conversation_;
};

// A thousand members have a thousand sockets.
void allow_many_sockets() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int obey_all(Orders& orders) {
  std::string order;
  for (orders.idle_until_ordered(); std::getline(std::cin, order); orders.idle_until_ordered()) {
    const auto answer = orders.obey(order);
    if (!answer) {
      fmt::print(stderr, "bench_load: {}\n", answer.error().what);
      return 1;
    }
    fmt::print("{}\n", *answer);
    std::fflush(stdout);
  }
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app("Talks in a room and measures it, as it is told on standard input", "bench_load");
  uint16_t port = 0;
  std::string name = "text";
  std::vector<pid_t> pids;
  std::vector<std::string> names;
  for (const auto& language : languages()) names.push_back(language.name);
  app.add_option("--port", port, "Of the server, on 127.0.0.1")->required();
  app.add_option("--language", name, "What it understands")->check(CLI::IsMember(names));
  app.add_option("--pid", pids, "A process of the server; may be repeated");
  CLI11_PARSE(app, argc, argv);
  allow_many_sockets();
  const auto& known = languages();
  const auto language =
      std::ranges::find_if(known, [&](const auto& each) { return each.name == name; });
  Orders orders(*language, port, pids);
  return obey_all(orders);
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

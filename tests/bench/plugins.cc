// The cost of plugins: the worker's time for a message, the host thread's time for having it
// judged, and the delay of a single message. Several sets of plugins, round after round.
//
//   bench_plugins HOST ROUNDS NAME=FILE,FILE... [NAME=...]
#include <fmt/format.h>
#include <poll.h>
#include <time.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "process/clocks.h"
#include "ring/worker_judge.h"
#include "script/plugin_host.h"

namespace {

using namespace moonroom;
using Nanoseconds = std::chrono::nanoseconds;

constexpr int kMessages = 20'000;
constexpr int kLone = 2'000;
// As many as a busy turn of the loop receives.
constexpr int kBatch = 64;

struct Set {
  std::string name;
  std::vector<ring::PluginSource> files;
};

Nanoseconds thread_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

ring::PluginSource read(const std::filesystem::path& path) {
  std::ifstream in(path);
  const auto folder = path.parent_path().filename();
  const auto role = folder == "wording"       ? ring::Role::wording
                    : folder == "scripts"     ? ring::Role::script
                    : path.stem() == "config" ? ring::Role::settings
                                              : ring::Role::plugin;
  return {role, 0, path.stem(), folder / path.filename(),
          std::string(std::istreambuf_iterator<char>(in), {})};
}

Set parse_set(std::string_view text) {
  Set set{std::string(text.substr(0, text.find('='))), {}};
  text.remove_prefix(std::min(text.size(), set.name.size() + 1));
  while (!text.empty()) {
    const auto path = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), path.size() + 1));
    set.files.push_back(read(path));
    set.files.back().id = static_cast<uint32_t>(set.files.size() - 1);
  }
  return set;
}

room::MessageEvent message(uint64_t number) {
  return {1, fmt::format("line {:>8} of an ordinary talk, of ordinary length, no more", number),
          number};
}

room::JoinEvent joining() {
  return {1, "ann", *wire::parse_endpoint("127.0.0.1:1"), room::NameConflict::none};
}

// Request in, response out, as bytes: all of the worker's work for a message but waiting.
double worker_time(const Set& set) {
  ring::PluginCounterSlot use;
  script::PluginHost host({[](uint32_t) {}, [&](uint32_t) { return &use; }}, {});
  for (const auto& file : set.files)
    host.handle({1, ring::kNobody, false, process::moment().wall, file});
  host.handle({1, ring::kNobody, false, process::moment().wall, room::Event(joining())});
  std::vector<std::string> requests(kBatch);
  std::string response;
  ring::Request decoded;
  Nanoseconds spent{};
  for (uint64_t i = 0; i < kMessages; i += kBatch) {
    for (uint64_t j = 0; j < kBatch; ++j)
      encode(ring::Request{i, ring::kNobody, false, process::moment().wall,
                           room::Event(message(i + j))},
             requests[j]);
    const auto before = thread_time();
    for (const auto& request : requests) {
      if (!decode(request, decoded)) std::abort();
      encode(host.handle(decoded), response);
    }
    spent += thread_time() - before;
  }
  return std::chrono::duration<double, std::micro>(spent).count() / kMessages;
}

class Court {
 public:
  Court(const std::string& program, const Set& set) : judge_({program}, state_) {
    judge_.start(set.files, process::moment());
    judge_.submit(joining(), process::moment());
    judge_.flush();
    await(1);
  }

  // The host's thread: microseconds of its processor time for each message.
  double relay_time() {
    std::vector<room::MessageEvent> messages;
    for (uint64_t i = 0; i < kBatch; ++i) messages.push_back(message(i));
    const auto before = thread_time();
    for (uint64_t i = 0; i < kMessages; i += kBatch) {
      for (const auto& each : messages) judge_.submit(each, moment_);
      judge_.flush();
      sleep_until_answered();
      await(kBatch);
    }
    return std::chrono::duration<double, std::micro>(thread_time() - before).count() / kMessages;
  }

  // Median microseconds from submitting to the verdict, one message at a time.
  double lone_time() {
    std::vector<double> times;
    for (uint64_t i = 0; i < kLone; ++i) {
      const auto before = std::chrono::steady_clock::now();
      judge_.submit(message(i), moment_);
      judge_.flush();
      await(1);
      const std::chrono::duration<double, std::micro> took =
          std::chrono::steady_clock::now() - before;
      times.push_back(took.count());
    }
    std::nth_element(times.begin(), times.begin() + kLone / 2, times.end());
    return times[kLone / 2];
  }

 private:
  void await(int verdicts) {
    while (verdicts > 0) {
      const auto judged = judge_.next();
      if (judged && !std::holds_alternative<room::WorkerActivity>(judged->event)) --verdicts;
      if (!judged) sleep_until_answered();
    }
  }
  void sleep_until_answered() {
    if (judge_.arm_wakeup()) {
      pollfd readable{judge_.wake_descriptor(), POLLIN, 0};
      ::poll(&readable, 1, 100);
    }
    judge_.disarm_wakeup();
    judge_.clear_wake();
  }

  room::RoomState state_;
  ring::WorkerJudge judge_;
  Moment moment_ = process::moment();
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Result {
  std::vector<double> worker;
  std::vector<double> relay;
  std::vector<double> lone;
};

int run(const std::string& program, int rounds, const std::vector<Set>& sets) {
  std::vector<Result> results(sets.size());
  for (int round = 0; round < rounds; ++round)
    for (size_t i = 0; i < sets.size(); ++i) {
      results[i].worker.push_back(worker_time(sets[i]));
      Court court(program, sets[i]);
      results[i].relay.push_back(court.relay_time());
      results[i].lone.push_back(court.lone_time());
    }
  fmt::print(
      "| plugins | worker µs | of the first | relay's thread µs | of the first | lone µs |\n"
      "|---|---:|---:|---:|---:|---:|\n");
  for (size_t i = 0; i < sets.size(); ++i)
    fmt::print("| {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.1f} |\n", sets[i].name,
               median(results[i].worker), median(results[i].worker) / median(results[0].worker),
               median(results[i].relay), median(results[i].relay) / median(results[0].relay),
               median(results[i].lone));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "bench_plugins HOST ROUNDS NAME=FILE,FILE... [NAME=...]\n");
    return 2;
  }
  int rounds = 0;
  const std::string_view count = argv[2];
  std::from_chars(count.data(), count.data() + count.size(), rounds);
  std::vector<Set> sets;
  for (int i = 3; i < argc; ++i) sets.push_back(parse_set(argv[i]));
  return run(argv[1], std::max(rounds, 1), sets);
}

#include "ring/worker.h"

#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace moonroom::ring {
namespace {

// From the fork to the first response, on a machine that is starting everything at once. A host
// waits longer than this at shutdown, so that another worker can judge what has been read.
constexpr auto kStartPatience = std::chrono::seconds(3);

// The worker itself stops Lua code that is over the hook budget (script/time_limit.h), within a few
// ticks. Code that runs longer than this loops in C.
constexpr auto kGrace = std::chrono::milliseconds(30);

// The marker is untrusted: any number is possible.
Death death_of(std::string how, uint32_t marker) {
  const bool unloading = marker < kPlugins && (marker & kUnloading) != 0;
  Death death;
  death.how = std::move(how);
  death.plugin = unloading ? marker & ~kUnloading : marker;
  death.unloading = unloading;
  return death;
}

// Signals that people send, and the kernel when memory is short. A plugin that crashes its worker
// causes others.
bool is_from_outside(const process::Exit& exit) {
  return exit.signal == SIGKILL || exit.signal == SIGTERM || exit.signal == SIGHUP;
}

}  // namespace

Worker::Worker(WorkerSettings settings)
    : settings_(std::move(settings)), wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (!wake_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void Worker::start(SteadyTime now) {
  ring_ = std::make_unique<HostChannel>();
  responses_ = 0;
  watchdog_.begin(kStartPatience, now);
  process::Program program{
      settings_.program,
      {"plugin-worker", std::to_string(::getpid()), std::to_string(settings_.plugin_memory),
       settings_.open_libraries ? "1" : "0", std::to_string(settings_.hook_budget.count())},
      {},
      -1,
      "moonroomd: plugins"};
  program.descriptors = {
      {ring_->host_page(), kHostPage}, {ring_->worker_page(), kWorkerPage}, {wake_.get(), kWake}};
  process_ = process::Child::spawn(program);
  ++starts_;
}

std::optional<std::string_view> Worker::next_response() {
  const auto response = ring_ ? ring_->next_response() : std::nullopt;
  if (response) ++responses_;
  return response;
}

std::optional<Death> Worker::check(bool has_pending, SteadyTime now) {
  if (const auto exit = process_.reap()) {
    auto death = death_of("ended: " + to_string(*exit), ring_->running_plugin());
    death.from_outside = is_from_outside(*exit);
    return death;
  }
  if (ring_->broken()) {
    auto death = kill("wrote nonsense on its page");
    death.page_spoilt = true;
    return death;
  }
  const WorkerSample sample{responses_, ring_->steps(), process_.cpu_time(), has_pending};
  // Once the worker runs plugins, the time counts against their budget.
  if (sample.answers > 0 || sample.calls > 0) watchdog_.set_budget(settings_.hook_budget + kGrace);
  const auto why = watchdog_.check(sample, now);
  if (why) return kill(*why);
  return std::nullopt;
}

Death Worker::kill(std::string how) {
  auto death = death_of(std::move(how), ring_->running_plugin());
  if (process_.running()) process_.finish(std::chrono::milliseconds(0));
  return death;
}

void Worker::disarm_wakeup() {
  if (ring_) ring_->disarm_wakeup();
}

void Worker::clear_wake() {
  uint64_t count = 0;
  // A read of nothing means that it was cleared already.
  [[maybe_unused]] const auto size = ::read(wake_.get(), &count, sizeof count);
}

}  // namespace moonroom::ring

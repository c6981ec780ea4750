#include "jobs/pool.h"

#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace moonroom::jobs {
namespace {

UniqueFd open_epoll() {
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return epoll;
}

}  // namespace

Pool::Pool(std::string program, const Limits& limits)
    : program_(std::move(program)), limits_(limits), epoll_(open_epoll()) {}

bool Pool::submit(Job job, Moment now) {
  if (!has_place() && waiting_.size() >= limits_.waiting) return false;
  waiting_.push_back(std::move(job));
  start_waiting(now);
  return true;
}

void Pool::cancel(uint64_t id) {
  std::erase_if(waiting_, [id](const Job& job) { return job.id == id; });
  std::erase_if(done_, [id](const Done& done) { return done.id == id; });
  const auto job = std::find_if(running_.begin(), running_.end(),
                                [id](const RunningJob& each) { return each.id() == id; });
  if (job == running_.end()) return;
  job->kill("cancelled");
  dying_.push_back(std::move(*job));
  running_.erase(job);
}

void Pool::watch(Moment now) {
  std::erase_if(dying_, [now](RunningJob& job) { return job.poll(now).has_value(); });
  std::erase_if(running_, [&](RunningJob& job) {
    auto outcome = job.poll(now);
    if (!outcome) return false;
    tell(job.id(), *std::move(outcome));
    return true;
  });
  start_waiting(now);
}

std::optional<Done> Pool::next() {
  if (done_.empty()) return std::nullopt;
  auto done = std::move(done_.front());
  done_.pop_front();
  return done;
}

std::optional<SteadyTime> Pool::next_due() const {
  std::optional<SteadyTime> first;
  for (const auto& job : running_) {
    const auto due = job.due();
    if (due && (!first || *due < *first)) first = due;
  }
  return first;
}

void Pool::start_waiting(Moment now) {
  while (has_place() && !waiting_.empty()) {
    const auto job = std::move(waiting_.front());
    waiting_.pop_front();
    start(job, now);
  }
}

void Pool::start(const Job& job, Moment now) {
  try {
    RunningJob running(program_, job, limits_.each, now);
    running.join(epoll_.get());
    running_.push_back(std::move(running));
  } catch (const std::system_error& error) {
    tell(job.id, problem(std::string("cannot be started: ") + error.what()));
  }
}

void Pool::tell(uint64_t id, Result<std::string> result) {
  ++(result ? finished_ : failed_);
  done_.push_back({id, std::move(result)});
}

}  // namespace moonroom::jobs

#include "jobs/running_job.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "jobs/request_file.h"

namespace moonroom::jobs {
namespace {

// The capacity of a pipe, so that a single read empties it.
constexpr size_t kReadBytes = size_t{64} << 10;

// The return value of a system call; throws on failure.
int checked(long returned, const char* what) {
  if (returned < 0) throw std::system_error(errno, std::generic_category(), what);
  return static_cast<int>(returned);
}

// The child's descriptors are set one after the other, so a source with one of those numbers could
// be overwritten first.
UniqueFd out_of_the_way(const UniqueFd& fd) {
  return UniqueFd(checked(::fcntl(fd.get(), F_DUPFD_CLOEXEC, kResultDescriptor + 1), "dup"));
}

struct Pipe {
  UniqueFd out;
  UniqueFd in;
};

// Our end is non-blocking; the child's end blocks, as programs expect of their output.
Pipe open_pipe() {
  std::array<int, 2> ends{};
  checked(::pipe2(ends.data(), O_CLOEXEC), "pipe");
  Pipe pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
  checked(::fcntl(pipe.out.get(), F_SETFL, O_NONBLOCK), "pipe");
  return pipe;
}

std::string in_words(Duration time) {
  if (time % std::chrono::seconds(1) == Duration::zero())
    return fmt::format("{} s", time / std::chrono::seconds(1));
  return fmt::format("{} ms", time / std::chrono::milliseconds(1));
}

std::string in_words(size_t bytes) {
  if (bytes % 1024 == 0) return fmt::format("{} KiB", bytes / 1024);
  return fmt::format("{} bytes", bytes);
}

}  // namespace

RunningJob::RunningJob(const std::string& program, const Job& job, const Allowance& allowance,
                       Moment now)
    : id_(job.id), allowance_(allowance), started_(now.steady) {
  spawn(program, job.request);
}

void RunningJob::spawn(const std::string& program, const std::string& request) {
  auto pipe = open_pipe();
  const auto theirs = out_of_the_way(pipe.in);
  const auto file = out_of_the_way(request_file(request));
  child_ =
      process::Child::spawn({program,
                             {kJobWord, std::to_string(::getpid())},
                             {{file.get(), kRequestDescriptor}, {theirs.get(), kResultDescriptor}},
                             -1,
                             "moonroomd: job"});
  pipe_ = std::move(pipe.out);
  end_ = UniqueFd(checked(::syscall(SYS_pidfd_open, child_.pid(), 0), "pidfd_open"));
}

void RunningJob::join(int epoll) const {
  for (const int fd : {pipe_.get(), end_.get()}) {
    epoll_event event{};
    event.events = EPOLLIN;
    checked(::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
  }
}

std::optional<Result<std::string>> RunningJob::poll(Moment now) {
  // In this order, because everything that an ended process wrote is in the pipe.
  const auto exit = child_.reap();
  read();
  if (exit) return outcome(*exit);
  if (now.steady >= started_ + allowance_.patience)
    kill("took longer than " + in_words(allowance_.patience));
  return std::nullopt;
}

void RunningJob::kill(std::string why) {
  if (killed_for_) return;
  killed_for_ = std::move(why);
  result_ = {};
  pipe_.reset();
  child_.signal(SIGKILL);
}

std::optional<SteadyTime> RunningJob::due() const {
  if (killed_for_) return std::nullopt;
  return started_ + allowance_.patience;
}

void RunningJob::read() {
  std::array<char, kReadBytes> bytes;
  while (pipe_) {
    const auto count = ::read(pipe_.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;
    if (count == 0) pipe_.reset();
    result_.append(bytes.data(), static_cast<size_t>(count));
    if (result_.size() > allowance_.result_bytes)
      kill("its result is larger than " + in_words(allowance_.result_bytes));
  }
}

Result<std::string> RunningJob::outcome(const process::Exit& exit) {
  if (killed_for_) return problem(*killed_for_);
  if (exit.status != 0) return problem(to_string(exit));
  return std::move(result_);
}

}  // namespace moonroom::jobs

#include "client/network_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace moonroom::client {
namespace {

// More than any packet of events: one event can be a message of maximum length.
constexpr size_t kMaxPacket = 192u << 10;

// By then the process has sent its last event, or is not needed; a hurried exit has one second.
constexpr auto kExitTimeout = std::chrono::milliseconds(2500);

// Signals for the terminal's process group must not reach this process, and a reader that waits for
// the end of our output must not wait for it.
void leave_terminal() {
  ::setpgid(0, 0);
  for (const int number : {SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE})
    ::signal(number, SIG_IGN);
  const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO}) ::dup2(nothing.get(), stream);
  ::prctl(PR_SET_NAME, "moonroom-net");
}

}  // namespace

NetworkProcess::NetworkProcess(process::Child child, UniqueFd socket)
    : child_(std::move(child)), socket_(std::move(socket)) {}

NetworkProcess::~NetworkProcess() {
  if (!socket_) return;
  socket_.reset();
  child_.finish(kExitTimeout);
}

NetworkProcess NetworkProcess::start(const NetworkSettings& settings) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "socketpair");
  UniqueFd ours(ends[0]);
  UniqueFd theirs(ends[1]);
  auto child = process::Child::fork(
      [&] {
        ours.reset();
        leave_terminal();
        return run_network_half(std::move(theirs), settings);
      },
      SIGTERM);
  return {std::move(child), std::move(ours)};
}

void NetworkProcess::send(const Order& order) {
  const auto bytes = encode(order);
  ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

std::optional<std::vector<Event>> NetworkProcess::next() {
  std::string bytes(kMaxPacket, '\0');
  auto size = ::recv(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  // The process exited before it read all orders. The error is returned once, before its last
  // packets.
  if (size < 0 && errno == ECONNRESET)
    size = ::recv(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  auto events = size > 0
                    ? decode_events(std::string_view(bytes).substr(0, static_cast<size_t>(size)))
                    : std::nullopt;
  if (!events) gone_ = true;
  return events;
}

}  // namespace moonroom::client

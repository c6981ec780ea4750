#include "client/receiver.h"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "terminal/signals.h"
#include "wire/classic.h"

namespace moonroom::client {
namespace {

constexpr size_t kMaxNews = wire::kMaxRequest + 512;

// The child's side: one message a piece of news, the kind before the text.
class Reporter {
 public:
  explicit Reporter(UniqueFd parent) : parent_(std::move(parent)) {}

  // False when nobody is there to be told.
  bool tell(News::Kind kind, std::string_view text = {}) {
    std::string message(1, static_cast<char>(kind));
    message.append(text);
    return ::send(parent_.get(), message.data(), message.size(), MSG_NOSIGNAL) >= 0;
  }

 private:
  UniqueFd parent_;
};

class Reception {
 public:
  Reception(net::UdpSocket& socket, Reporter reporter, int repeated_logins)
      : socket_(socket), reporter_(std::move(reporter)), welcomes_left_(repeated_logins) {}

  int run() {
    while (!ended_) {
      pollfd readable{socket_.descriptor(), POLLIN | POLLPRI, 0};
      ::poll(&readable, 1, -1);
      if (!socket_.take_unreachable().empty()) set_reachable(false);
      for (const auto& datagram : socket_.receive(batch_)) take(datagram.bytes);
    }
    return 0;
  }

 private:
  void set_reachable(bool reachable) {
    if (std::exchange(reachable_, reachable) != reachable)
      tell(reachable ? News::Kind::back : News::Kind::unreachable);
  }
  void take(std::string_view bytes) {
    set_reachable(true);
    if (bytes.empty() || ended_) return;  // A probe: the host asks whether we live, and we do.
    if (bytes == wire::kWelcome && welcomes_left_ > 0) {
      --welcomes_left_;
    } else if (bytes == wire::kEnd) {
      tell(News::Kind::end);
      ended_ = true;
    } else {
      tell(News::Kind::text, bytes);
    }
  }
  void tell(News::Kind kind, std::string_view text = {}) {
    if (!reporter_.tell(kind, text)) ended_ = true;
  }

  net::UdpSocket& socket_;
  Reporter reporter_;
  net::Batch batch_;
  int welcomes_left_;
  bool reachable_ = true;
  bool ended_ = false;
};

int receive(net::UdpSocket& socket, UniqueFd parent, int repeated_logins) {
  // The other process says goodbye and still needs the answer.
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGHUP, SIG_IGN);
  terminal::let_signals_through();
  return Reception(socket, Reporter(std::move(parent)), repeated_logins).run();
}

}  // namespace

Receiver::Receiver(process::Child child, UniqueFd news)
    : child_(std::move(child)), news_(std::move(news)) {}

Receiver Receiver::start(net::UdpSocket& socket, int repeated_logins) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "socketpair");
  UniqueFd ours(ends[0]);
  UniqueFd theirs(ends[1]);
  auto child = process::Child::fork(
      [&] {
        ours.reset();
        return receive(socket, std::move(theirs), repeated_logins);
      },
      SIGKILL);
  return {std::move(child), std::move(ours)};
}

std::optional<News> Receiver::next() {
  std::string message(kMaxNews, '\0');
  const auto size = ::recv(news_.get(), message.data(), message.size(), MSG_DONTWAIT);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  if (size <= 0) return News{News::Kind::lost, {}};
  message.resize(static_cast<size_t>(size));
  return News{static_cast<News::Kind>(message.front()), message.substr(1)};
}

}  // namespace moonroom::client

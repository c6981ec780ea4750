#include "bench/crowd.h"

#include <fmt/format.h>
#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include "wire/classic.h"

namespace moonroom::bench {
namespace {

using std::chrono::steady_clock;

constexpr int kWaitMs = 10;
constexpr int kRequests = 20;
constexpr auto kPatience = std::chrono::milliseconds(250);

}  // namespace

Result<Crowd> Crowd::join(const wire::Endpoint& server, uint32_t members) {
  Crowd crowd{UniqueFd(::epoll_create1(EPOLL_CLOEXEC))};
  for (uint32_t member = 0; member < members; ++member) {
    auto socket = net::UdpSocket::connect(server);
    if (!socket) return tl::unexpected(socket.error());
    crowd.add(std::move(*socket));
    const auto answer = crowd.log_in(member);
    if (answer != wire::kWelcome)
      return problem(fmt::format("{} was not let in: '{}'", name_of(member), answer));
  }
  return crowd;
}

std::string Crowd::name_of(uint32_t member) {
  return fmt::format("m{:04}", member);
}

void Crowd::add(net::UdpSocket socket) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u32 = size();
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket.descriptor(), &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll");
  sockets_.push_back(std::move(socket));
}

// What the others hear meanwhile are notices that somebody has come in.
std::string Crowd::log_in(uint32_t member) {
  std::string answer;
  for (int request = 0; request < kRequests && answer.empty(); ++request) {
    send(member, "L " + name_of(member));
    const auto until = steady_clock::now() + kPatience;
    while (answer.empty() && steady_clock::now() < until)
      listen([&](uint32_t who, std::string_view bytes) {
        if (who == member && answer.empty()) answer = bytes;
      });
  }
  return answer;
}

void Crowd::listen(const Hear& hear) {
  std::array<epoll_event, 256> events{};
  const int count =
      ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), kWaitMs);
  for (int i = 0; i < count; ++i) {
    const auto& event = events[static_cast<size_t>(i)];
    const auto member = event.data.u32;
    if (event.events & EPOLLERR) sockets_[member].take_unreachable();
    for (const auto& datagram : sockets_[member].receive(batch_)) hear(member, datagram.bytes);
  }
}

}  // namespace moonroom::bench

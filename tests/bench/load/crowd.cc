#include "bench/load/crowd.h"

#include <fmt/format.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace moonroom::bench {
namespace {

using std::chrono::steady_clock;

// There are servers that look at their door once a second, so many wait there at once; and others
// with room for only a few before it, so they do not come all at the same time.
constexpr uint32_t kWave = 100;
constexpr auto kPace = std::chrono::milliseconds(10);

constexpr int kKnocks = 20;
constexpr auto kPatience = std::chrono::milliseconds(500);

std::string name_of(uint32_t member) {
  return fmt::format("m{:04}", member);
}

}  // namespace

Crowd::Crowd(const Language& language, uint16_t port)
    : language_(language),
      port_(port),
      wire_(language.wire()),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

Result<void> Crowd::join(uint32_t members) {
  while (size() < members) {
    const auto first = size();
    while (size() < std::min(members, first + kWave)) {
      if (auto added = add_member(); !added) return added;
      await(size() - 1, kPace);
    }
    if (const auto outsider = let_in(first))
      return problem(fmt::format("{} was not let in", name_of(*outsider)));
  }
  return {};
}

Result<void> Crowd::add_member() {
  auto socket = wire_->connect(port_);
  if (!socket) return tl::unexpected(socket.error());
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u32 = size();
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket->get(), &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll");
  members_.push_back({std::move(*socket), language_.tongue(name_of(size()))});
  knock(members_.back());
  return {};
}

// Returns one who is still outside in the end.
std::optional<uint32_t> Crowd::let_in(uint32_t first) {
  auto outside = first;
  for (int round = 0; round < kKnocks && !broken_; ++round) {
    for (auto member = outside; language_.repeats && round > 0 && member < size(); ++member)
      if (!members_[member].tongue->is_in()) knock(members_[member]);
    while (outside < size() && await(outside, kPatience)) ++outside;
    if (outside == size()) return std::nullopt;
  }
  return outside;
}

// True when he is in. What is heard meanwhile are notices that somebody has come in.
bool Crowd::await(uint32_t member, Duration patience) {
  const auto& tongue = *members_[member].tongue;
  const auto until = steady_clock::now() + patience;
  while (!tongue.is_in() && !broken_ && steady_clock::now() < until)
    listen([](uint32_t, std::string_view) {}, 1);
  return tongue.is_in();
}

void Crowd::knock(const Member& member) {
  member.tongue->knock(sender(member));
}

Tongue::Send Crowd::sender(const Member& member) {
  return [this, socket = member.socket.get()](std::string_view bytes) {
    if (!wire_->send(socket, bytes)) broken_ = true;
  };
}

void Crowd::say(uint32_t member, std::string_view text) {
  members_[member].tongue->say(text, sender(members_[member]));
}

void Crowd::listen(const Hear& hear, int wait_ms) {
  std::array<epoll_event, 256> events{};
  const int count =
      ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), wait_ms);
  for (int i = 0; i < count; ++i) {
    const auto number = events[static_cast<size_t>(i)].data.u32;
    const auto& member = members_[number];
    const auto send = sender(member);
    const auto hear_it = [&](std::string_view message) { hear(number, message); };
    if (!wire_->receive(member.socket.get(),
                        [&](std::string_view bytes) { member.tongue->take(bytes, hear_it, send); }))
      broken_ = true;
  }
}

}  // namespace moonroom::bench

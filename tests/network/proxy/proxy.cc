#include "network/proxy/proxy.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "process/clocks.h"

namespace moonroom::network {
namespace {

constexpr uint64_t kInput = UINT64_MAX;
constexpr uint64_t kFront = UINT64_MAX - 1;

}  // namespace

Result<Proxy> Proxy::open(const Settings& settings) {
  auto front = net::UdpSocket::bind(settings.listen);
  if (!front) return tl::unexpected(front.error());
  return Proxy(settings, std::move(*front));
}

Proxy::Proxy(const Settings& settings, net::UdpSocket front)
    : settings_(settings), front_(std::move(front)), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  listen(front_.descriptor(), kFront);
}

void Proxy::listen(int descriptor, uint64_t what) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = what;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll");
}

void Proxy::run_until_readable(int input) {
  listen(input, kInput);
  std::array<epoll_event, 64> events{};
  for (bool goes_on = true; goes_on;) {
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                   patience(process::moment().steady));
    const auto now = process::moment().steady;
    for (int i = 0; i < count; ++i) {
      const auto what = events[static_cast<size_t>(i)].data.u64;
      if (what == kInput)
        goes_on = false;
      else
        take(what, now);
    }
    land(now);
    rebind(now);
  }
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, input, nullptr);
}

// In milliseconds, as epoll counts them; -1 means forever.
int Proxy::patience(SteadyTime now) const {
  auto due = SteadyTime::max();
  if (!under_way_.empty()) due = under_way_.begin()->first;
  if (!rebinds_due_.empty()) due = std::min(due, rebinds_due_.begin()->first);
  if (due == SteadyTime::max()) return -1;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(due - now).count();
  return static_cast<int>(std::max<int64_t>(wait, 0));
}

void Proxy::take(uint64_t what, SteadyTime now) {
  if (what == kFront)
    take_from_clients(now);
  else
    take_from_host(what, now);
}

void Proxy::take_from_clients(SteadyTime now) {
  front_.drain_unreachable();
  for (const auto& datagram : front_.receive(batch_))
    if (const auto passage = passage_of(datagram.from, now))
      send_off(*passage, Way::to_host, datagram.bytes, now);
}

void Proxy::take_from_host(size_t passage, SteadyTime now) {
  auto& outside = passages_[passage].outside();
  outside.drain_unreachable();
  for (const auto& datagram : outside.receive(batch_))
    send_off(passage, Way::to_client, datagram.bytes, now);
}

// Nullopt when the system has no socket for another client.
std::optional<size_t> Proxy::passage_of(const wire::Endpoint& client, SteadyTime now) {
  if (const auto known = by_client_.find(client); known != by_client_.end()) return known->second;
  const auto number = passages_.size();
  auto passage =
      Passage::open(client, settings_.host, settings_.climate, (settings_.seed << 20) + number);
  if (!passage) return std::nullopt;
  listen(passage->outside().descriptor(), number);
  passages_.push_back(std::move(*passage));
  by_client_.emplace(client, number);
  if (settings_.rebind > Duration::zero()) rebinds_due_.emplace(now + settings_.rebind, number);
  return number;
}

void Proxy::send_off(size_t passage, Way way, std::string_view bytes, SteadyTime now) {
  for (const auto time : passages_[passage].weather(way).arrivals(now, toll_))
    under_way_.emplace(time, Flight{passage, way, std::string(bytes)});
}

void Proxy::land(SteadyTime now) {
  wire::Outbox to_clients;
  while (!under_way_.empty() && under_way_.begin()->first <= now) {
    const auto flight = std::move(under_way_.extract(under_way_.begin()).mapped());
    auto& passage = passages_[flight.passage];
    if (flight.way == Way::to_host)
      passage.outside().send(flight.bytes);
    else
      to_clients.send(flight.bytes, passage.client());
  }
  front_.send(to_clients);
}

void Proxy::rebind(SteadyTime now) {
  while (!rebinds_due_.empty() && rebinds_due_.begin()->first <= now) {
    const auto number = rebinds_due_.extract(rebinds_due_.begin()).mapped();
    rebinds_due_.emplace(now + settings_.rebind, number);
    if (!passages_[number].rebind(settings_.host)) continue;
    listen(passages_[number].outside().descriptor(), number);
    ++rebinds_;
  }
}

}  // namespace moonroom::network

#include "client/address_choice.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string_view>

#include "client/address_race.h"
#include "net/udp_socket.h"
#include "process/clocks.h"
#include "secure/handshake_client.h"

namespace moonroom::client {
namespace {

using std::chrono::milliseconds;

constexpr auto kPatience = std::chrono::seconds(10);

struct Attempt {
  size_t address = 0;
  net::UdpSocket socket;
  secure::HandshakeClient greeting;
};

class Choice {
 public:
  Choice(const std::vector<wire::Endpoint>& addresses, bool classic)
      : addresses_(addresses),
        classic_(classic),
        race_(addresses.size(), process::moment().steady, kPatience) {}

  std::optional<wire::Endpoint> run(int descriptor, const std::function<bool()>& go_on) {
    while (!race_.winner()) {
      const auto now = process::moment();
      begin_attempts(now);
      if (classic_ && race_.all_begun() && now.steady >= guess_at_)
        return addresses_[race_.best_guess()];
      if (race_.is_over(now.steady)) return std::nullopt;
      if (wait(descriptor) && !go_on()) return std::nullopt;
      serve(process::moment());
    }
    return addresses_[*race_.winner()];
  }

 private:
  void begin_attempts(Moment now) {
    while (const auto address = race_.begin_next(now.steady)) {
      guess_at_ = now.steady + AddressRace::kBetweenAttempts;
      auto socket = net::UdpSocket::connect(addresses_[*address]);
      if (!socket) {
        race_.failed(*address, now.steady);
        continue;
      }
      attempts_.push_back(std::make_unique<Attempt>(
          Attempt{*address, std::move(*socket),
                  secure::HandshakeClient(addresses_[*address], now, kPatience)}));
      // A classic host ignores an empty datagram, but a machine without a host reports it by ICMP.
      if (classic_) attempts_.back()->socket.send(std::string_view());
    }
  }

  bool wait(int descriptor) {
    std::vector<pollfd> polled = {{descriptor, POLLIN, 0}};
    auto due = race_.next_due();
    for (const auto& each : attempts_) {
      polled.push_back({each->socket.descriptor(), POLLIN | POLLPRI, 0});
      if (!classic_) due = std::min(due, each->greeting.next_due());
    }
    if (classic_) due = std::min(due, guess_at_);
    const auto left = std::chrono::ceil<milliseconds>(due - process::moment().steady).count();
    ::poll(polled.data(), polled.size(), static_cast<int>(std::clamp<int64_t>(left, 0, 10'000)));
    return polled.front().revents != 0;
  }

  void serve(Moment now) {
    for (const auto& each : attempts_) {
      if (!each->socket.drain_unreachable().empty()) race_.failed(each->address, now.steady);
      if (!each->socket.receive(batch_).empty()) race_.answered(each->address);
      if (classic_) continue;
      wire::Outbox out;
      each->greeting.tick(now, out);
      for (const auto& delivery : out.deliveries()) each->socket.send(out.bytes(delivery));
    }
  }

  const std::vector<wire::Endpoint>& addresses_;
  bool classic_;
  AddressRace race_;
  SteadyTime guess_at_ = SteadyTime::max();
  std::vector<std::unique_ptr<Attempt>> attempts_;
  net::Batch batch_;
};

}  // namespace

std::optional<wire::Endpoint> choose_address(const std::vector<wire::Endpoint>& addresses,
                                             bool classic, int descriptor,
                                             const std::function<bool()>& go_on) {
  if (addresses.size() == 1) return addresses.front();
  return Choice(addresses, classic).run(descriptor, go_on);
}

}  // namespace moonroom::client

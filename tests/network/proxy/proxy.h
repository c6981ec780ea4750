// A bad network in a process: forwards datagrams between clients and the host, and loses, doubles,
// delays and reorders them in both directions. Works with any UDP client.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "net/batch.h"
#include "net/udp_socket.h"
#include "network/proxy/passage.h"

namespace moonroom::network {

class Proxy {
 public:
  struct Settings {
    wire::Endpoint listen;
    wire::Endpoint host;
    Climate climate;
    /// How long a client has the same port towards the host. Zero: always.
    Duration rebind{};
    uint64_t seed = 1;
  };

  static Result<Proxy> open(const Settings& settings);

  uint16_t port() const { return front_.local().port; }
  /// Runs until `input` is readable or has ended.
  void run_until_readable(int input);

  const Toll& toll() const { return toll_; }
  uint64_t rebinds() const { return rebinds_; }
  size_t clients() const { return passages_.size(); }

 private:
  struct Flight {
    size_t passage = 0;
    Way way{};
    std::string bytes;
  };

  Proxy(const Settings& settings, net::UdpSocket front);
  void listen(int descriptor, uint64_t what);
  int patience(SteadyTime now) const;
  void take(uint64_t what, SteadyTime now);
  void take_from_clients(SteadyTime now);
  void take_from_host(size_t passage, SteadyTime now);
  std::optional<size_t> passage_of(const wire::Endpoint& client, SteadyTime now);
  void send_off(size_t passage, Way way, std::string_view bytes, SteadyTime now);
  void land(SteadyTime now);
  void rebind(SteadyTime now);

  Settings settings_;
  net::UdpSocket front_;
  UniqueFd epoll_;
  net::Batch batch_;
  std::vector<Passage> passages_;
  std::unordered_map<wire::Endpoint, size_t> by_client_;
  // Datagrams of the same moment keep their order.
  std::multimap<SteadyTime, Flight> under_way_;
  std::multimap<SteadyTime, size_t> rebinds_due_;
  Toll toll_;
  uint64_t rebinds_ = 0;
};

}  // namespace moonroom::network

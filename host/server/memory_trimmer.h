// Returns memory to the system some time after a turn with very many deliveries, when the room is
// quiet again. Its owner must call `tick` once a turn, at the latest at `next_due`.
#pragma once

#include <cstddef>
#include <optional>

#include "net/udp_sockets.h"
#include "room/members.h"
#include "wire/datagram.h"

namespace moonroom::server {

class MemoryTrimmer {
 public:
  /// All must outlive this.
  MemoryTrimmer(wire::Outbox& out, net::UdpSockets& sockets, room::Members& members)
      : out_(out), sockets_(sockets), members_(members) {}

  /// The turn sends so many datagrams.
  void on_deliveries(size_t count, SteadyTime now);
  void tick(SteadyTime now);
  std::optional<SteadyTime> next_due() const { return due_; }

 private:
  wire::Outbox& out_;
  net::UdpSockets& sockets_;
  room::Members& members_;
  std::optional<SteadyTime> due_;
};

}  // namespace moonroom::server

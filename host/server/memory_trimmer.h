// Returns memory to the system some time after a turn with very many deliveries, when the room is
// quiet again. Its owner must call `tick` once a turn, at the latest at `next_due`.
#pragma once

#include <cstddef>
#include <optional>

#include "room/members.h"
#include "server/transport.h"

namespace moonroom::server {

class MemoryTrimmer {
 public:
  /// All must outlive this.
  MemoryTrimmer(Transport& transport, room::Members& members)
      : transport_(transport), members_(members) {}

  /// The turn has sent so many datagrams.
  void on_sent(size_t count, SteadyTime now);
  void tick(SteadyTime now);
  std::optional<SteadyTime> next_due() const { return due_; }

 private:
  Transport& transport_;
  room::Members& members_;
  std::optional<SteadyTime> due_;
};

}  // namespace moonroom::server

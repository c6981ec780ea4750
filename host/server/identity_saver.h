// Tries to write the room's key until it is on disk, and logs the first failure and the success.
// Its owner must call `tick` once a turn, at the latest at `next_due`.
#pragma once

#include <optional>

#include "base/moment.h"
#include "logging/log.h"
#include "secure/identity.h"

namespace moonroom::server {

class IdentitySaver {
 public:
  /// Both must outlive this.
  IdentitySaver(secure::Identity& identity, logging::HostLog& log)
      : identity_(identity), log_(log) {}

  void tick(SteadyTime now);
  std::optional<SteadyTime> next_due() const {
    return identity_.unsaved().empty() ? std::nullopt : std::optional(next_attempt_);
  }

 private:
  secure::Identity& identity_;
  logging::HostLog& log_;
  SteadyTime next_attempt_{};
};

}  // namespace moonroom::server

#include "relay/backlog.h"

#include <utility>

namespace moonroom::relay {

bool Backlog::hold(room::MemberId who, Held held) {
  auto& lines = waiting_[who];
  // Who leaves is not kept from it.
  if (lines.size() >= kMost && held.saying) return false;
  lines.push_back(std::move(held));
  return true;
}

}  // namespace moonroom::relay

#include "relay/deferred_lines.h"

#include <utility>

namespace moonroom::relay {

bool DeferredLines::defer(room::MemberId who, Deferred held) {
  auto& lines = waiting_[who];
  // A leave is always queued.
  if (lines.size() >= kMaxLines && held.saying) return false;
  lines.push_back(std::move(held));
  return true;
}

}  // namespace moonroom::relay

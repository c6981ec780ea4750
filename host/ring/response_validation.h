// Checks the values of a decoded response against what the host relies on. An honest worker keeps
// within these bounds, so a violation means that the worker has been taken over.
#pragma once

#include <optional>
#include <vector>

#include "ring/message.h"

namespace moonroom::ring {

/// All values are within the bounds of their fields (room/bounds.h).
bool validate(const Response& response);

/// The plugins whose code can have run for one request: those that the worker has loaded, without
/// those that the request leaves out, and the file that it loads or unloads.
struct Actors {
  struct Loaded {
    uint32_t id = 0;
    Role role = Role::plugin;
  };
  std::vector<Loaded> loaded;
  uint32_t file = kNobody;
  uint32_t without = kNobody;

  bool contains(uint32_t plugin) const;
  /// The worker has loaded this file, or has unloaded it.
  void add(uint32_t id, Role role);
  void remove(uint32_t id);
};

/// The plugin that requested an action, if the action names it.
std::optional<uint32_t> owner_of(const room::Action& action);

/// Whether every plugin that the response acts for, reports a fault of, or names as a filter is one
/// of `actors`. A worker that a plugin has taken over runs all of them, so it can still act for
/// another of them; it cannot act for one that is failed, disabled, left out or unknown.
bool acts_for_itself(const Response& response, const Actors& actors);

}  // namespace moonroom::ring

// What one host leaves to the next about a plugin: whether it was unloaded, what its `on_unload`
// returned, and what it refuses while it cannot judge. Pure: its owner keeps the value.
#pragma once

#include <optional>

#include "base/value.h"
#include "ring/message.h"

namespace moonroom::ring {

struct PluginLifecycle {
  /// Why the plugin was unloaded (`restart` or `upgrade`); nullopt while it runs. A host that finds
  /// nullopt knows that no `on_unload` was called.
  std::optional<LoadReason> end;
  /// What `on_unload` returned then.
  Value saved;
  /// What it refused when it last loaded.
  ClosedFilters closed;
};

Value to_value(const PluginLifecycle& life);

/// Tells a file that is to be loaded what was left of the plugin; `life` is nil when nothing was.
void inherit(PluginSource& file, const Value& life);

}  // namespace moonroom::ring

// What one host passes to the next about a plugin: whether it was unloaded, what its `on_unload`
// returned, and which events it refuses while it cannot judge. Pure: its owner stores the value.
#pragma once

#include <optional>

#include "base/value.h"
#include "ring/message.h"

namespace moonroom::ring {

struct PluginLifecycle {
  /// Why the plugin was unloaded (`restart` or `upgrade`); nullopt while it runs. A host that finds
  /// nullopt knows that `on_unload` was not called.
  std::optional<LoadReason> end;
  /// What `on_unload` returned.
  Value saved;
  /// What the version loaded last refused.
  ClosedFilters closed;
};

Value to_value(const PluginLifecycle& life);

/// Fills in `file` from the record `life`; nil means that there is none.
void inherit(PluginSource& file, const Value& life);

}  // namespace moonroom::ring

// Attributes the crash of a worker to a plugin, and decides how the event at the head of the queue
// is judged again. The marker on the dead worker's page is the only evidence, and the code that
// broke the worker can have written it. Pure.
#pragma once

#include <cstdint>

#include "ring/message.h"

namespace moonroom::ring {

enum class Blame {
  /// Nobody: an accident, or a worker that had been told to shut down.
  none,
  /// A script, without which the room is silent. It is the culprit only when it has crashed alone
  /// with the event.
  suspect,
  culprit,
  /// The marker names a plugin that was excluded and cannot have run: the fault before was not its
  /// own either.
  impossible,
};

/// What is known of a crash.
struct CrashEvidence {
  /// The marked plugin is one of the room's.
  bool is_plugin_known = false;
  uint32_t plugin = kNobody;
  Role role = Role::plugin;
  bool is_from_outside = false;
  bool is_after_shutdown = false;
  /// The head of the queue is an event; these two are of it.
  bool is_event = false;
  uint32_t without = kNobody;
  int crashes_before = 0;
};

Blame attribute_crash(const CrashEvidence& crash);

/// The plugin, or kPlugins, that the event is judged without when it is judged again.
uint32_t exclusion_after(Blame blame, const CrashEvidence& crash);

}  // namespace moonroom::ring

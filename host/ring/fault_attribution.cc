#include "ring/fault_attribution.h"

namespace moonroom::ring {

Blame attribute_crash(const CrashEvidence& crash) {
  // Events submitted behind the shutdown need another worker; the one that exited is not to blame.
  if (crash.is_after_shutdown || !crash.is_plugin_known) return Blame::none;
  // A kill from outside hits any plugin that happens to run; but when one event costs two workers,
  // that is no accident.
  if (crash.is_from_outside && crash.crashes_before == 0) return Blame::none;
  if (!crash.is_event) return Blame::culprit;
  if (is_left_out(crash.plugin, crash.role, crash.without)) return Blame::impossible;
  const bool was_alone = crash.without == kPlugins;
  return crash.role == Role::script && !was_alone ? Blame::suspect : Blame::culprit;
}

uint32_t exclusion_after(Blame blame, const CrashEvidence& crash) {
  if (blame == Blame::suspect || blame == Blame::impossible) return kPlugins;
  return blame == Blame::culprit ? crash.plugin : crash.without;
}

}  // namespace moonroom::ring

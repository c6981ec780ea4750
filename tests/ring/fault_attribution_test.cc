#include "ring/fault_attribution.h"

#include <doctest/doctest.h>

namespace moonroom::ring {
namespace {

constexpr uint32_t kMarked = 7;
constexpr uint32_t kOther = 8;

CrashEvidence crash(Role role, uint32_t without = kNobody) {
  CrashEvidence crash;
  crash.is_plugin_known = true;
  crash.plugin = kMarked;
  crash.role = role;
  crash.is_event = true;
  crash.without = without;
  return crash;
}

CrashEvidence with(CrashEvidence crash, void (*change)(CrashEvidence&)) {
  change(crash);
  return crash;
}

struct Case {
  const char* what;
  CrashEvidence crash;
  Blame blame;
  uint32_t without;
};

const Case kCases[] = {
    {"a plugin ran", crash(Role::plugin), Blame::culprit, kMarked},
    {"a plugin ran, another was left out", crash(Role::plugin, kOther), Blame::culprit, kMarked},
    {"a script ran, with plugins around it", crash(Role::script), Blame::suspect, kPlugins},
    {"a script ran alone", crash(Role::script, kPlugins), Blame::culprit, kMarked},
    {"a plugin that was left out is marked", crash(Role::plugin, kMarked), Blame::impossible,
     kPlugins},
    {"a plugin is marked while only scripts ran", crash(Role::plugin, kPlugins), Blame::impossible,
     kPlugins},
    {"no plugin is marked", with(crash(Role::plugin), [](auto& it) { it.is_plugin_known = false; }),
     Blame::none, kNobody},
    {"a first kill from outside",
     with(crash(Role::plugin), [](auto& it) { it.is_from_outside = true; }), Blame::none, kNobody},
    {"a second kill from outside with the same event",
     with(crash(Role::plugin),
          [](auto& it) {
            it.is_from_outside = true;
            it.crashes_before = 1;
          }),
     Blame::culprit, kMarked},
    {"a kill from outside leaves an earlier exclusion alone",
     with(crash(Role::plugin, kOther), [](auto& it) { it.is_from_outside = true; }), Blame::none,
     kOther},
    {"no event was in hand: a file was loaded",
     with(crash(Role::script), [](auto& it) { it.is_event = false; }), Blame::culprit, kMarked},
    {"the worker had been told to shut down",
     with(crash(Role::plugin), [](auto& it) { it.is_after_shutdown = true; }), Blame::none,
     kNobody},
};

}  // namespace

TEST_CASE("a crash is attributed by its evidence") {
  for (const auto& each : kCases) {
    CAPTURE(each.what);
    const auto blame = attribute_crash(each.crash);
    CHECK(blame == each.blame);
    CHECK(exclusion_after(blame, each.crash) == each.without);
  }
}

}  // namespace moonroom::ring

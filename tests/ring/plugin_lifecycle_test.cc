#include "ring/plugin_lifecycle.h"

#include <doctest/doctest.h>

using namespace moonroom;
using ring::LoadReason;

TEST_CASE("a file inherits the record of the previous host") {
  struct Row {
    Value life;
    LoadReason why;
    Value saved;
    ring::ClosedFilters closed;
  };
  const Value saved = Table{{Value(1.0)}, {}};
  const Row rows[] = {
      {Value(), LoadReason::fresh, Value(), {}},
      {ring::to_value({LoadReason::restart, saved, {}}), LoadReason::restart, saved, {}},
      {ring::to_value({LoadReason::upgrade, saved, {true, false}}),
       LoadReason::upgrade,
       saved,
       {true, false}},
      {ring::to_value({LoadReason::restart, Value(), {}}), LoadReason::restart, Value(), {}},
      {ring::to_value({LoadReason::restart, Value(false), {}}),
       LoadReason::restart,
       Value(false),
       {}},
      // Nothing was saved: the plugin was still running.
      {ring::to_value({std::nullopt, saved, {false, true}}),
       LoadReason::crash,
       Value(),
       {false, true}},
      // Records that a later version could write.
      {Value(Table{}), LoadReason::crash, Value(), {}},
      {Value("nonsense"), LoadReason::fresh, Value(), {}},
  };
  for (const auto& row : rows) {
    ring::PluginSource file;
    file.saved = "of before";
    ring::inherit(file, row.life);
    CHECK(file.why == row.why);
    CHECK(file.saved == row.saved);
    CHECK(file.closed == row.closed);
  }
}

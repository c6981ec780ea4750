#include "admin/plugin_table.h"

#include <doctest/doctest.h>

using namespace moonroom;

namespace {

struct Shelf {
  ring::PluginRegistry plugins;

  void load(const char* name, bool passed, const std::string& reason) {
    const auto file = plugins.add_version(
        {ring::Role::plugin, 0, name, std::string("plugins/") + name + ".lua", "source"});
    Table details;
    details.fields["order"] = 50.0;
    plugins.loaded(file, passed, reason, passed ? Value(details) : Value());
  }
  std::string table() const {
    return admin::plugin_table(plugins,
                               [](const ring::PluginEntry&) { return ring::PluginCounters(); });
  }
  /// The text below the table.
  std::string reasons() const {
    const auto text = table();
    return text.substr(text.rfind("  \n") + 3);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Shelf, "each plugin has a row, numbers to the right") {
  load("dice", true, {});
  CHECK(table() ==
        "PLUGIN            STATE  ORDER  CALLS  FAULTS  p50  p99  max µs  KiB  CHANGED  REFUSED  "
        "HOOKS\n"
        "plugins/dice.lua  on        50      0       0                      0        0        0  ");
}

TEST_CASE_FIXTURE(Shelf, "a plugin's error is below the table, and names it once") {
  load("a", false, "plugins/a.lua:1: unexpected symbol\nstack traceback:");
  load("b", false, "plugins/b.lua: no hook `on_jion`");
  load("c", false, "plugins/c.lua: on_load: plugins/c.lua:3: oops");
  load("d", false, "3 faults within a minute");
  CHECK(reasons() ==
        "plugins/a.lua:1: unexpected symbol\n"
        "plugins/b.lua: no hook `on_jion`\n"
        "plugins/c.lua: on_load: line 3: oops\n"
        "plugins/d.lua: 3 faults within a minute");
}

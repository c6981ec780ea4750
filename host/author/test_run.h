// Runs the tests of a plugin: NAME_test.lua beside NAME.lua. Each test gets a room of its own, with
// the default scripts, the plugin, and a clock that the test moves:
//
//     test("censors for everybody", function(room)
//       local ann, bob = room:join("ann"), room:join("bob")
//       ann:say("darn it")
//       bob:hears("ann说：**** it")
//     end)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ring/message.h"
#include "script/plugin.h"

namespace moonroom::author {

struct TestFile {
  /// The wordings and scripts of the room.
  std::vector<ring::PluginSource> room;
  /// The plugin under test: loaded last, or instead of the script of that path.
  std::optional<ring::PluginSource> plugin;
  ring::PluginSource test;
  script::PluginLimits limits;
};

struct TestResult {
  std::string name;
  /// Empty when the test has passed.
  std::string wrong;
};

/// Runs all tests; a file that fails to run is one result. Runs the author's own code with all of
/// Lua's libraries in this process: the caller must guard against loops.
std::vector<TestResult> run_tests(const TestFile& file);

}  // namespace moonroom::author

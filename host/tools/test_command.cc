#include "tools/test_command.h"

#include <fmt/color.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include "author/test_run.h"
#include "base/language.h"
#include "config/lua_sources.h"
#include "files/folder.h"
#include "files/lua_names.h"
#include "process/child.h"
#include "script/time_limit.h"
#include "tools/tool_limits.h"

namespace moonroom::tools {
namespace {

namespace fs = std::filesystem;

// A test does not wait for its clock; one that takes this long loops in C or in the test itself.
constexpr auto kTestPatience = std::chrono::seconds(20);

constexpr std::string_view kEnding = "_test.lua";

bool colourful() {
  const char* plain = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && !(plain && *plain);
}

std::string painted(std::string_view text, fmt::color colour) {
  return colourful() ? fmt::format(fmt::fg(colour), "{}", text) : std::string(text);
}

std::string indented(std::string_view text) {
  std::string lines = "      ";
  for (const char c : text) {
    lines += c;
    if (c == '\n') lines += "      ";
  }
  return lines;
}

// A path, or the name of a plugin or test in one of the folders, with or without its suffix.
fs::path find_place(const config::Options& options, const fs::path& word) {
  const auto with_ending = fs::path(word).concat(".lua");
  std::vector<fs::path> candidates = {word, with_ending};
  if (!word.has_parent_path())
    for (const auto& folder : {options.plugins, options.gallery, options.scripts})
      for (const auto& name : {word, with_ending}) candidates.push_back(folder / name);
  std::error_code error;
  const auto found = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const fs::path& each) { return fs::exists(each, error); });
  return found == candidates.end() ? word : *found;
}

std::vector<fs::path> find_tests(const config::Options& options,
                                 const std::vector<std::string>& paths) {
  std::vector<fs::path> places;
  places.reserve(paths.size());
  for (const auto& path : paths) places.push_back(find_place(options, path));
  if (places.empty()) places = {options.scripts, options.plugins, options.gallery};
  std::vector<fs::path> tests;
  for (const auto& place : places) {
    std::error_code error;
    if (!fs::is_directory(place, error)) {
      tests.push_back(place);
      continue;
    }
    for (fs::directory_iterator it(place, error), end; !error && it != end; it.increment(error))
      if (it->path().string().ends_with(kEnding)) tests.push_back(it->path());
  }
  std::sort(tests.begin(), tests.end());
  tests.erase(std::unique(tests.begin(), tests.end()), tests.end());
  return tests;
}

// dice_test.lua tests dice.lua beside it. A plugin's own name is accepted, too.
fs::path plugin_of(const fs::path& test) {
  auto name = test.filename().string();
  if (name.ends_with(kEnding))
    name.resize(name.size() - kEnding.size());
  else
    return test;
  return test.parent_path() / (name + ".lua");
}

Result<author::TestFile> read(const config::Options& options, const fs::path& path) {
  author::TestFile file;
  file.limits = tool_limits(options);
  auto room = config::LuaSources(options).read();
  if (!room) return tl::unexpected(room.error());
  for (auto& each : *room) {
    if (each.role != ring::Role::wording && each.role != ring::Role::script) continue;
    if (each.problem.empty())
      file.room.push_back(std::move(each));
    else
      fmt::print(stderr, "{}: {}\n", each.path, said_anew(each.problem));
  }
  const auto plugin = plugin_of(path);
  const auto test =
      plugin == path ? path.parent_path() / (path.stem().string() + std::string(kEnding)) : path;
  std::error_code error;
  if (!files::is_taken(plugin))
    return problem(plugin == path ? fmt::format("there is no {}", plugin.string())
                                  : fmt::format("{} tests {}, which is not there", test.string(),
                                                plugin.string()));
  const bool is_script = fs::equivalent(plugin.parent_path(), options.scripts, error);
  auto source = config::read_lua_file(ring::Role::plugin, test);
  if (!source) return tl::unexpected(source.error());
  file.test = std::move(*source);
  auto tested = config::read_lua_file(is_script ? ring::Role::script : ring::Role::plugin, plugin);
  if (!tested) return tl::unexpected(tested.error());
  file.plugin = std::move(*tested);
  return file;
}

int run_file(const config::Options& options, const fs::path& path) {
  const auto file = read(options, path);
  if (!file) {
    fmt::print("{} {}\n", painted("✗", fmt::color::red), first_line_anew(file.error().what));
    return 1;
  }
  int failed = 0;
  for (const auto& result : author::run_tests(*file)) {
    const bool passed = result.wrong.empty();
    failed += passed ? 0 : 1;
    fmt::print("  {} {}\n",
               passed ? painted("✓", fmt::color::green) : painted("✗", fmt::color::red),
               result.name);
    if (!passed) fmt::print("{}\n", indented(first_line_anew(result.wrong)));
  }
  return failed == 0 ? 0 : 1;
}

bool passes(const config::Options& options, const fs::path& path) {
  fmt::print("{}\n", files::shown(path.string()));
  std::fflush(stdout);
  auto child = process::Child::fork(
      [&] {
        const script::CpuTimer timer;
        const int status = run_file(options, path);
        std::fflush(stdout);
        return status;
      },
      SIGKILL);
  const auto exit = child.finish(kTestPatience);
  if (!exit.status)
    fmt::print("  {} {}\n", painted("✗", fmt::color::red),
               exit.signal == SIGKILL
                   ? tr_format("not done after {} s: something loops", kTestPatience.count())
                   : said_anew(to_string(exit)));
  return exit.status == 0;
}

}  // namespace

int run_tests(const config::Options& options, const config::ToolCall& tool) {
  const auto tests = find_tests(options, tool.arguments);
  const auto failed = std::count_if(tests.begin(), tests.end(),
                                    [&](const fs::path& test) { return !passes(options, test); });
  if (tests.empty())
    fmt::print("{}\n", tr("there is no test: write NAME_test.lua beside NAME.lua"));
  else if (failed == 0)
    fmt::print("{}\n", painted(tr("all passed"), fmt::color::green));
  else
    fmt::print("{}\n", tr_format("{} of {} files failed", failed, tests.size()));
  return failed == 0 ? 0 : 1;
}

}  // namespace moonroom::tools

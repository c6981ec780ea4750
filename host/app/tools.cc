#include "app/tools.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <system_error>

#include "app/console_command.h"
#include "app/doctor.h"
#include "app/export.h"
#include "app/failure.h"
#include "app/gallery.h"
#include "app/library.h"
#include "app/test_command.h"
#include "app/upgrade_command.h"
#include "author/check.h"
#include "author/reference.h"
#include "author/skeleton.h"

namespace moonroom::app {
namespace {

namespace fs = std::filesystem;

script::PluginLimits limits_of(const Options& options) {
  return {options.worker.plugin_memory, false};
}

// The plugins that were named, each with its test or not.
Result<std::vector<ring::Load>> read_plugins(const std::vector<std::string>& paths) {
  std::vector<ring::Load> files;
  for (const auto& path : paths) {
    std::vector<fs::path> found = {path};
    std::error_code error;
    if (fs::is_directory(path, error)) found = lua_files(path);
    for (const auto& file : found) {
      // What a shell makes of plugins/*.lua: tests are for `moonroomd test`.
      if (file.filename().string().ends_with("_test.lua")) continue;
      auto plugin = read_lua_file(ring::Role::plugin, file);
      if (!plugin) return tl::unexpected(plugin.error());
      if (file.filename() == "config.lua") plugin->role = ring::Role::settings;
      files.push_back(std::move(*plugin));
    }
  }
  return files;
}

int check(const Options& options, const ToolCall& tool) {
  auto room = Library(options).read();
  if (!room) return fail(room.error().what);
  std::vector<ring::Load> files;
  const auto take = [&](const ring::Load& file) {
    const bool named = tool.arguments.empty() &&
                       (file.role == ring::Role::settings || file.role == ring::Role::plugin);
    if (named) files.push_back(file);
    return file.role == ring::Role::settings || file.role == ring::Role::plugin;
  };
  std::erase_if(*room, take);
  if (!tool.arguments.empty()) {
    auto named = read_plugins(tool.arguments);
    if (!named) return fail(named.error().what);
    files = std::move(*named);
  }
  const auto wrong = author::check(*room, files, limits_of(options));
  for (const auto& line : wrong) fmt::print("{}\n", line);
  if (wrong.empty())
    fmt::print("{} {}: nothing wrong\n", files.size(), files.size() == 1 ? "file" : "files");
  return wrong.empty() ? 0 : 1;
}

int show_pipeline(const Options& options, const ToolCall&) {
  const auto files = Library(options).read();
  if (!files) return fail(files.error().what);
  fmt::print("{}", author::pipeline(*files, limits_of(options)));
  return 0;
}

Result<void> write_new(const fs::path& path, const std::string& text) {
  std::error_code error;
  if (fs::exists(path, error)) return problem(path.string() + " is there already");
  std::ofstream out(path);
  out << text;
  out.close();
  if (!out) return problem(fmt::format("cannot write {}", path.string()));
  fmt::print("{}\n", path.string());
  return {};
}

int write_plugin(const Options& options, const ToolCall& tool) {
  const auto& name = tool.arguments.front();
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (!std::all_of(name.begin(), name.end(), plain) || (name[0] >= '0' && name[0] <= '9'))
    return fail(fmt::format("'{}' is no name for a plugin: a-z, 0-9 and _", name), 2);
  const auto plugin = write_new(options.plugins / (name + ".lua"), author::plugin_skeleton(name));
  if (!plugin) return fail(plugin.error().what);
  const auto test = write_new(options.plugins / (name + "_test.lua"), author::test_skeleton(name));
  return test ? 0 : fail(test.error().what);
}

int switch_plugin(const Options& options, const ToolCall& tool) {
  const Gallery gallery(options.plugins, options.gallery);
  const auto& what = tool.arguments[0];
  if (what != "enable" && what != "disable") return fail("plugin enable NAME, or disable NAME", 2);
  const auto done =
      what == "enable" ? gallery.enable(tool.arguments[1]) : gallery.disable(tool.arguments[1]);
  if (!done) return fail(done.error().what);
  fmt::print("{}\n", *done);
  return 0;
}

int upgrade(const Options& options, const ToolCall&) {
  return run_upgrade(options.data);
}

int attach(const Options& options, const ToolCall&) {
  return run_console(options.data);
}

int print_reference(const Options&, const ToolCall& tool) {
  const auto& form = tool.arguments.front();
  if (form == "markdown")
    fmt::print("{}", author::markdown_reference());
  else if (form == "luacats")
    fmt::print("{}", author::luacats_stubs());
  else if (form == "luacheck")
    fmt::print("{}", author::luacheck_list());
  else
    return fail("reference markdown, luacats or luacheck", 2);
  return 0;
}

}  // namespace

int run_tool(const Options& options, const ToolCall& tool) {
  static const std::map<std::string, int (*)(const Options&, const ToolCall&)> kTools = {
      {"check", check},      {"test", run_tests},       {"plugins", show_pipeline},
      {"new", write_plugin}, {"plugin", switch_plugin}, {"reference", print_reference},
      {"upgrade", upgrade},  {"reload", upgrade},       {"history", show_history},
      {"console", attach},   {"doctor", run_doctor},    {"export", export_entries}};
  return kTools.at(tool.name)(options, tool);
}

}  // namespace moonroom::app

#include "tools/subcommands.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <system_error>

#include "admin/attach.h"
#include "admin/host_question.h"
#include "author/check.h"
#include "author/plugin_template.h"
#include "author/reference.h"
#include "base/cli_error.h"
#include "base/language.h"
#include "config/gallery.h"
#include "config/lua_sources.h"
#include "files/folder.h"
#include "files/lua_names.h"
#include "script/time_limit.h"
#include "tools/doctor.h"
#include "tools/export.h"
#include "tools/test_command.h"
#include "tools/tool_limits.h"
#include "tools/upgrade_command.h"

namespace moonroom::tools {
namespace {

namespace fs = std::filesystem;

// scripts/wording/NAME.lua, independent of the location of `scripts`.
bool is_wording(const fs::path& file) {
  std::error_code error;
  return fs::absolute(file, error).parent_path().filename() == "wording";
}

// The readable files, and the errors of the others.
struct Readable {
  std::vector<ring::PluginSource> files;
  std::vector<std::string> wrong;
};

Readable readable(std::vector<ring::PluginSource> files) {
  Readable sorted;
  for (auto& file : files)
    if (file.problem.empty())
      sorted.files.push_back(std::move(file));
    else
      sorted.wrong.push_back(fmt::format("{}: {}", file.path, file.problem));
  return sorted;
}

void read_plugin(const fs::path& file, Readable& read) {
  // A shell expands plugins/*.lua to tests as well, which are for `moonroomd test`.
  if (files::kind_of_name(file.filename().string()) == files::NameKind::test) return;
  const auto role = file.filename() == "config.lua" ? ring::Role::settings
                    : is_wording(file)              ? ring::Role::wording
                                                    : ring::Role::plugin;
  auto plugin = config::read_lua_file(role, file);
  if (plugin)
    read.files.push_back(std::move(*plugin));
  else
    read.wrong.push_back(plugin.error().what);
}

// The named plugins, with their tests if asked for.
Readable read_plugins(const config::Options& options, const std::vector<std::string>& paths) {
  Readable read;
  for (const auto& path : paths) {
    std::vector<fs::path> found = {path};
    std::error_code error;
    // A bare name means the plugin of that name.
    const auto named = options.plugins / (path + ".lua");
    if (!fs::exists(path, error) && fs::exists(named, error)) found = {named};
    // Reports a folder named like a plugin.
    const bool is_plugin =
        files::kind_of_name(fs::path(path).filename().string()) == files::NameKind::lua;
    if (!is_plugin && fs::is_directory(path, error)) found = config::lua_files(path);
    for (const auto& file : found) read_plugin(file, read);
  }
  return read;
}

bool is_of_the_room(const ring::PluginSource& file) {
  return file.role == ring::Role::wording || file.role == ring::Role::script;
}

int check(const config::Options& options, const config::ToolCall& tool) {
  const script::CpuTimer timer;
  config::LuaSources library(options);
  auto all = library.read();
  if (!all) return fail(all.error().what);
  const auto changes = library.drain_changes();
  const auto others = std::stable_partition(all->begin(), all->end(), is_of_the_room);
  auto named = readable({std::make_move_iterator(others), std::make_move_iterator(all->end())});
  all->erase(others, all->end());
  const auto room = readable(std::move(*all));
  const bool asked = !tool.arguments.empty();
  if (asked) named = read_plugins(options, tool.arguments);
  // With arguments, errors of the room's other files are printed but do not change the status.
  for (const auto* wrong : {&room.wrong, &changes.wrong})
    for (const auto& line : *wrong)
      if (asked)
        fmt::print(stderr, "{}\n", said_anew(line));
      else
        named.wrong.push_back(line);
  if (!asked)
    for (const auto& notice : changes.notices) fmt::print("{}\n", said_anew(notice));
  const auto gallery = config::Gallery(options.plugins, options.gallery).names();
  if (!asked)
    for (auto& line : author::check({}, room.files, gallery, tool_limits(options)))
      named.wrong.push_back(std::move(line));
  for (auto& line : author::check(room.files, named.files, gallery, tool_limits(options)))
    named.wrong.push_back(std::move(line));
  for (const auto& line : named.wrong) fmt::print("{}\n", said_anew(line));
  const auto count = named.files.size();
  if (named.wrong.empty())
    fmt::print("{}\n", count == 1 ? tr_format("{} file: nothing wrong", count)
                                  : tr_format("{} files: nothing wrong", count));
  return named.wrong.empty() ? 0 : 1;
}

int show_pipeline(const config::Options& options, const config::ToolCall&) {
  const script::CpuTimer timer;
  config::LuaSources library(options);
  auto all = library.read();
  if (!all) return fail(all.error().what);
  auto read = readable(std::move(*all));
  for (auto& wrong : library.drain_changes().wrong) read.wrong.push_back(std::move(wrong));
  for (const auto& line : read.wrong) fmt::print("{}\n", said_anew(line));
  fmt::print("{}", author::pipeline(read.files, tool_limits(options)));
  return 0;
}

Result<void> write_new(const fs::path& path, const std::string& text) {
  auto written = files::write_new(path, text);
  if (written) fmt::print("{}\n", path.string());
  return written;
}

// The plugin folder of the running host, unless another is named.
fs::path folder_for_new(const config::Options& options) {
  if (!options.make_plugins) return options.plugins;
  return admin::plugins_of_host(options.data).value_or(options.plugins);
}

bool has_editor_settings(const fs::path& folder) {
  std::error_code error;
  const auto all = fs::absolute(folder, error);
  for (auto each = all; !error; each = each.parent_path()) {
    if (fs::exists(each / ".luarc.json", error)) return true;
    if (each == each.root_path()) return false;
  }
  return false;
}

// The settings that lua-language-server needs for the API, unless a parent folder has them.
Result<void> write_for_editors(const fs::path& folder) {
  if (has_editor_settings(folder)) return {};
  std::error_code error;
  fs::create_directory(folder / ".moonroom", error);
  if (error) return problem(fmt::format("{}/.moonroom: {}", folder.string(), error.message()));
  const auto stubs = folder / ".moonroom/moonroom.lua";
  if (!fs::exists(stubs, error))
    if (auto written = write_new(stubs, author::luacats_stubs()); !written) return written;
  return write_new(folder / ".luarc.json",
                   "{\n  \"runtime.version\": \"LuaJIT\",\n"
                   "  \"workspace.library\": [\".moonroom\"],\n"
                   "  \"diagnostics.globals\": [\"test\"]\n}\n");
}

int write_plugin(const config::Options& options, const config::ToolCall& tool) {
  const auto& name = tool.arguments.front();
  if (const auto wrong = author::check_plugin_name(name); !wrong.empty())
    return fail(fmt::format("'{}' is no name for a plugin: {}", name, wrong), 2);
  std::error_code error;
  if (fs::exists(options.scripts / (name + ".lua"), error))
    return fail(fmt::format("'{}' is a script of the room: choose another name", name), 2);
  const auto folder = folder_for_new(options);
  const auto plugin = write_new(folder / (name + ".lua"), author::plugin_template(name));
  if (!plugin) return fail(plugin.error().what);
  const auto test = write_new(folder / (name + "_test.lua"), author::test_template(name));
  if (!test) return fail(test.error().what);
  const auto editor = write_for_editors(folder);
  return editor ? 0 : fail(editor.error().what);
}

int switch_plugin(const config::Options& options, const config::ToolCall& tool) {
  const config::Gallery gallery(options.plugins, options.gallery);
  const auto& what = tool.arguments[0];
  if (what != "enable" && what != "disable") return fail("plugin enable NAME, or disable NAME", 2);
  const auto done =
      what == "enable" ? gallery.enable(tool.arguments[1]) : gallery.disable(tool.arguments[1]);
  if (!done) return fail(done.error().what);
  fmt::print("{}\n", said_anew(*done));
  return 0;
}

int upgrade(const config::Options& options, const config::ToolCall&) {
  return run_upgrade(options.data);
}

int attach(const config::Options& options, const config::ToolCall&) {
  return admin::run_console(options.data);
}

int print_reference(const config::Options&, const config::ToolCall& tool) {
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

int run_tool(const config::Options& options, const config::ToolCall& tool) {
  static const std::map<std::string, int (*)(const config::Options&, const config::ToolCall&)>
      kTools = {{"check", check},      {"test", run_tests},       {"plugins", show_pipeline},
                {"new", write_plugin}, {"plugin", switch_plugin}, {"reference", print_reference},
                {"upgrade", upgrade},  {"reload", upgrade},       {"history", show_history},
                {"console", attach},   {"doctor", run_doctor},    {"export", export_entries}};
  return kTools.at(tool.name)(options, tool);
}

}  // namespace moonroom::tools

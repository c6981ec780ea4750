#include "script/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "room/bounds.h"
#include "script/lua_value.h"
#include "script/table_fields.h"
#include "script/template_table.h"

namespace moonroom::script {
namespace {

// Bounds /help of a plugin to a screenful, with a line or two for each command.
constexpr size_t kMaxCommands = 64;
constexpr size_t kMaxHelp = 256;

// The fields of a plugin's table beside its hooks.
constexpr std::array<std::string_view, 9> kFieldNames = {
    "config", "words", "order", "before", "after", "fail", "api", "commands", "jobs"};
constexpr std::array<std::string_view, 5> kCommandFields = {"run", "usage", "help", "role",
                                                            "secret"};

// Bounds the names in `before` and `after`: each list is searched whenever any plugin is loaded.
constexpr size_t kMaxNames = 100;

// Null for another name.
const HookRow* find_hook(std::string_view key) {
  const auto* found = std::find_if(kHooks.begin(), kHooks.end(),
                                   [&](const HookRow& hook) { return hook.name == key; });
  return found == kHooks.end() ? nullptr : found;
}

bool is_field(std::string_view key) {
  return std::find(kFieldNames.begin(), kFieldNames.end(), key) != kFieldNames.end();
}

// A table can have data of its own; a name close to a hook or a field is reported as a typing
// error.
void check_unknown(lua_State* L, std::string_view key) {
  std::vector<std::string_view> known(kHookNames.begin(), kHookNames.end());
  known.insert(known.end(), kFieldNames.begin(), kFieldNames.end());
  const auto meant = nearest(key, known);
  const bool like_a_hook = key.starts_with("on_") || key.starts_with("filter_");
  if (meant.empty() && !like_a_hook) return;
  const auto kind = like_a_hook || find_hook(meant) ? "hook" : "field";
  const auto hint = meant.empty() ? fmt::format("there are: {}", fmt::join(kHookNames, ", "))
                                  : fmt::format("did you mean `{}`?", meant);
  raise(L, fmt::format("no {} `{}`; {}", kind, key, hint));
}

void check_type(lua_State* L, const char* field, int type, const char* wanted) {
  if (!lua_isnil(L, -1) && lua_type(L, -1) != type)
    raise(L, fmt::format("`{}` is {}, not a {}", field, wanted, luaL_typename(L, -1)));
}

// The hook is on top of the stack.
void check_hook(lua_State* L, const HookRow& hook) {
  const bool may_be_template = !hook.placeholders.empty();
  if (may_be_template && lua_istable(L, -1)) return;
  check_type(L, std::string(hook.name).c_str(), LUA_TFUNCTION,
             may_be_template ? "a function, or the form of a post" : "a function");
}

void check_field(lua_State* L, int index, const char* field, int type, const char* wanted) {
  lua_getfield(L, index, field);
  check_type(L, field, type, wanted);
  lua_pop(L, 1);
}

std::vector<std::string> read_names(lua_State* L, int index, const char* field) {
  lua_getfield(L, index, field);
  const Value value = to_value(L, -1);
  lua_pop(L, 1);
  if (const auto* one = value.text()) return {*one};
  std::vector<std::string> names;
  const auto* list = value.table();
  if (!list && !value.is_nil()) raise(L, fmt::format("`{}` is a name or a list of names", field));
  if (list && list->items.size() > kMaxNames)
    raise(L, fmt::format("`{}` has more than {} names", field, kMaxNames));
  for (const auto& item : list ? list->items : std::vector<Value>()) {
    if (!item.text()) raise(L, fmt::format("`{}` is a name or a list of names", field));
    names.push_back(*item.text());
  }
  return names;
}

void check_table(lua_State* L, int index) {
  if (!lua_istable(L, index))
    raise(L, fmt::format("the file returns {}; end it with `return` and the plugin's table",
                         lua_isnil(L, index) ? std::string("nothing")
                                             : fmt::format("a {}", luaL_typename(L, index))));
  lua_pushnil(L);
  while (lua_next(L, index) != 0) {
    if (lua_type(L, -2) == LUA_TSTRING) {
      const auto key = text_at(L, -2);
      if (const auto* hook = find_hook(key))
        check_hook(L, *hook);
      else if (!is_field(key))
        check_unknown(L, key);
    }
    lua_pop(L, 1);
  }
  check_field(L, index, "config", LUA_TTABLE, "a table of settings and their defaults");
  check_field(L, index, "words", LUA_TTABLE, "a table of words, by language");
  check_field(L, index, "order", LUA_TNUMBER, "a number (50 when it is left out)");
  check_field(L, index, "commands", LUA_TTABLE, "a table of commands");
  check_field(L, index, "jobs", LUA_TTABLE, "a table of functions");
}

Ordering read_place(lua_State* L, int index) {
  Ordering place;
  lua_getfield(L, index, "order");
  if (lua_isnumber(L, -1)) place.order = lua_tonumber(L, -1);
  if (std::isnan(place.order)) raise(L, "`order` is a number that can be compared");
  lua_getfield(L, index, "fail");
  const auto fail = to_value(L, -1);
  lua_getfield(L, index, "api");
  if (!lua_isnil(L, -1) && lua_tonumber(L, -1) != 1)
    raise(L, "this host has `api` 1; the plugin asks for another");
  lua_pop(L, 3);
  if (!fail.is_nil() && fail != Value("open") && fail != Value("closed"))
    raise(L, "`fail` is \"open\" or \"closed\"");
  place.fail_closed = fail == Value("closed");
  place.before = read_names(L, index, "before");
  place.after = read_names(L, index, "after");
  return place;
}

std::array<int, kHookNames.size()> take_hooks(lua_State* L, int index) {
  std::array<int, kHookNames.size()> references{};
  for (size_t i = 0; i < kHookNames.size(); ++i) {
    lua_getfield(L, index, std::string(kHookNames[i]).c_str());
    const bool there = lua_isfunction(L, -1);
    if (!there) lua_pop(L, 1);
    references[i] = there ? luaL_ref(L, LUA_REGISTRYINDEX) : LUA_NOREF;
  }
  return references;
}

// A command's name is typed after a slash, so it must be one word of plain letters.
std::string check_name(lua_State* L, const char* what) {
  const bool is_text = lua_type(L, -2) == LUA_TSTRING;
  std::string name(is_text ? text_at(L, -2) : std::string_view());
  if (!room::is_plain_name(name))
    raise(L, fmt::format("a {} is named with 1 to 32 of a-z, 0-9, - and _, not `{}`", what, name));
  return name;
}

// The command's table is on top of the stack.
Command read_command(lua_State* L, const std::string& name) {
  const int index = lua_gettop(L);
  const auto where = "commands." + name;
  if (!lua_istable(L, index)) raise(L, fmt::format("`{}` is a table with a `run`", where));
  check_fields(L, index, where, kCommandFields);
  Command command;
  command.usage = read_text(L, index, where, "usage", kMaxHelp);
  command.help = read_text(L, index, where, "help", kMaxHelp);
  const auto role = read_text(L, index, where, "role", kMaxHelp);
  if (!role.empty() && role != "member" && role != "admin")
    raise(L, fmt::format("`{}.role` is \"member\" or \"admin\"", where));
  command.for_administrators = role == "admin";
  lua_getfield(L, index, "secret");
  if (!lua_isnil(L, -1) && !lua_isboolean(L, -1))
    raise(L, fmt::format("`{}.secret` is true or false", where));
  command.is_secret = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  lua_getfield(L, index, "run");
  if (!lua_isfunction(L, -1)) raise(L, fmt::format("`{}.run` is a function", where));
  command.run = luaL_ref(L, LUA_REGISTRYINDEX);
  return command;
}

std::map<std::string, Command, std::less<>> read_commands(lua_State* L, int index) {
  std::map<std::string, Command, std::less<>> commands;
  lua_getfield(L, index, "commands");
  if (lua_istable(L, -1)) {
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
      const auto name = check_name(L, "command");
      if (commands.size() >= kMaxCommands)
        raise(L, fmt::format("a plugin has at most {} commands", kMaxCommands));
      commands[name] = read_command(L, name);
      lua_pop(L, 1);
    }
  }
  lua_pop(L, 1);
  return commands;
}

std::map<std::string, int, std::less<>> read_jobs(lua_State* L, int index) {
  std::map<std::string, int, std::less<>> jobs;
  lua_getfield(L, index, "jobs");
  if (lua_istable(L, -1)) {
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
      const auto name = check_name(L, "job");
      if (!lua_isfunction(L, -1)) raise(L, fmt::format("`jobs.{}` is a function", name));
      jobs[name] = luaL_ref(L, LUA_REGISTRYINDEX);
    }
  }
  lua_pop(L, 1);
  return jobs;
}

}  // namespace

Manifest read_manifest(lua_State* L, int index) {
  check_table(L, index);
  Manifest manifest;
  manifest.hooks = take_hooks(L, index);
  manifest.ordering = read_place(L, index);
  manifest.commands = read_commands(L, index);
  manifest.jobs = read_jobs(L, index);
  return manifest;
}

void read_templates(lua_State* L, int index, Manifest& manifest) {
  for (size_t i = 0; i < kHookNames.size(); ++i)
    manifest.templates[i] = read_template(L, index, static_cast<Hook>(i));
}

void describe_commands(lua_State* L, int index, Manifest& manifest) {
  lua_getfield(L, index, "config");
  for (const auto& [field, part] :
       {std::pair{"usage", &Command::usage}, std::pair{"help", &Command::help}}) {
    lua_getfield(L, -1, field);
    if (lua_istable(L, -1))
      for (auto& [name, command] : manifest.commands)
        if ((command.*part).empty())
          command.*part =
              read_text(L, lua_gettop(L), std::string("config.") + field, name.c_str(), kMaxHelp);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

}  // namespace moonroom::script

#include "author/reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "author/test_reference.h"
#include "script/lua_sandbox.h"

namespace moonroom::author {
namespace {

using script::ApiFunction;
using script::HookRow;
using script::Parameter;
using Parameters = std::span<const Parameter>;

bool is_optional(const Parameter& parameter) {
  // A "?" at the end of a function's type belongs to its return type.
  return parameter.type.ends_with('?') && !parameter.type.starts_with("fun(");
}

// "room.kick(member [, reason])"
std::string signature(std::string_view name, Parameters parameters) {
  std::string text = fmt::format("{}(", name);
  std::string closing;
  for (size_t i = 0; i < parameters.size(); ++i) {
    const bool optional = is_optional(parameters[i]);
    if (optional) text += i == 0 ? "[" : " [";
    text += fmt::format("{}{}", i == 0 ? "" : ", ", parameters[i].name);
    if (optional) closing += "]";
  }
  return text + closing + ")";
}

// "moonroom.Member|integer", escaped for a Markdown table.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

void add_parameters(std::string& text, Parameters parameters) {
  for (const auto& parameter : parameters)
    text += fmt::format("- `{}` ({}){}{}\n", parameter.name, parameter.type,
                        parameter.help.empty() ? "" : ": ", parameter.help);
  if (!parameters.empty()) text += "\n";
}

void add_example(std::string& text, std::string_view example) {
  if (!example.empty()) text += fmt::format("```lua\n{}\n```\n\n", example);
}

void add_function(std::string& text, const ApiFunction& function) {
  text += fmt::format("### `{}`\n\n{}\n\n",
                      signature(fmt::format("room.{}", function.name), function.parameters),
                      function.help);
  add_parameters(text, function.parameters);
  if (!function.returns.empty()) text += fmt::format("Returns `{}`.\n\n", function.returns);
  if (!function.failure.empty()) text += fmt::format("{}\n\n", function.failure);
  add_example(text, function.example);
}

void add_hook(std::string& text, const HookRow& hook) {
  text += fmt::format("### `{}`\n\n{}\n\n", signature(hook.name, hook.parameters), hook.help);
  add_parameters(text, hook.parameters);
  if (!hook.returns.empty()) text += fmt::format("Returns `{}`.\n\n", hook.returns);
  if (!hook.placeholders.empty()) text += "May be a [Form](#form).\n\n";
  add_example(text, hook.example);
}

void add_kind(std::string& text, const KindReference& kind) {
  text += fmt::format("### `{}`\n\n{}\n\n", kind.name, kind.help);
  if (!kind.fields.empty() || !kind.methods.empty()) text += "| | | |\n|---|---|---|\n";
  for (const auto& field : kind.fields)
    text += fmt::format("| `{}` | {} | {} |\n", field.name, cell(field.type), field.help);
  for (const auto& method : kind.methods)
    text += fmt::format("| `:{}` | {} | {} |\n", method.name, cell(method.type), method.help);
  if (!kind.fields.empty() || !kind.methods.empty()) text += "\n";
}

constexpr std::string_view kIntroduction =
    R"(# Reference for plugins

<!-- Made by `moonroomd reference markdown` of the tables that the host itself uses. -->

A plugin is a file that returns a table. [The guide](plugin-guide.md) shows how to write one; this page lists all
there is. Functions that act (`say`, `kick`, `after` …) queue: what they ask for happens after the event, in order.
One hook may ask for 128 things with 64 KiB of text together; of a call that asks for more, nothing is done. A wrong
argument is an error, and an error in a hook is a fault of the plugin: the console names the plugin, the file and the
line, and the room goes on. Faults with three causes within a minute disable the plugin ("benched") until it changes or
is resumed: each member who causes faults is one cause, and each fault that no member causes (a timer) is one. Six faults of two
members are enough, unless the plugin is closed. Faults of
a command disable the command alone.

## The table

| field | |
|---|---|
| the hooks | below; a name that is nearly a hook is refused |
| `config` | settings and their defaults; `plugins/config.lua` is laid over them, and must have the same types |
| `words` | what it says, by language (`en`, `zh`): the part in the language of the room is laid over `config`, with `en` for whatever that lacks |
| `order` | where it stands in the line, smaller first; 50 when left out. Scripts come before plugins |
| `before`, `after` | a name or a list of names of plugins, 100 at most |
| `fail` | `"closed"`: while one of its filters cannot judge, what it would look at is refused. That holds when the filter fails, when the plugin is benched, and when its file does not load, if the file says `fail = "closed"` outside comments or the version that was loaded last did. `"open"` when left out |
| `api` | 1: the version of this page |
| `commands` | by name, each a [Command](#command); a line that begins with `/` is one as soon as any plugin has any, and `//` says a slash. The commands of the room's own scripts (`/who`, and with it `/help`) do not change how other lines are read, and a plugin's command of the same name takes precedence |
| `jobs` | by name, functions for [`room.job`](#roomjobname-data-done) |

`room.everyone` is the audience of all. `room.store` is a table that lasts: what the plugin puts under text keys is there
again after the next start; plain data, 128 KiB, 256 changes in one call.

## What survives what

| | file changed | host upgraded | host restarted | crash |
|---|---|---|---|---|
| `why` in `on_load(saved, why)` | `changed` | `upgrade` | `restart` | `crash` |
| `room.store` | yes | yes | yes | yes |
| what `on_unload` returned | yes | yes | yes | no, `saved` is nil |
| variables of the file | no | no | no | no |
| timers, jobs, subscriptions | no | no | no | no |
| `room.members()` and their ids, in `on_load` already | yes | yes | yes, without `on_join` | yes, without `on_join` |
| `room.history()` | yes | yes | yes | yes |

A crash is the end of the plugins' process or of the host without `on_unload`: another plugin made no progress in C, the
machine lost power. So what must not be lost belongs into `room.store`; what is only nice to have can go through
`on_unload`. A plugin that is benched was unloaded: `saved` waits until it is resumed (`changed`). A file that was taken
away has no past: `new`, and `saved` is nil; its `room.store` stays. After `/quit` members are gone, and all else is as
after a restart. Without a data folder nothing survives the host.

)";

void add_stub(std::string& text, const ApiFunction& function) {
  text += fmt::format("---{}\n", function.help);
  if (!function.failure.empty()) text += fmt::format("---{}\n", function.failure);
  std::string names;
  const bool differs = !function.returns_with.empty();
  for (const auto& parameter : function.parameters) {
    const bool may_lack = is_optional(parameter);
    const bool optional = may_lack && (!differs || &parameter != function.parameters.begin());
    const auto type = parameter.type.substr(0, parameter.type.size() - (may_lack ? 1 : 0));
    text += fmt::format("---@param {}{} {} {}\n", parameter.name, optional ? "?" : "", type,
                        parameter.help);
    names += fmt::format("{}{}", names.empty() ? "" : ", ", parameter.name);
  }
  const auto& returns = differs ? function.returns_with : function.returns;
  if (!returns.empty()) text += fmt::format("---@return {}\n", returns);
  if (differs)
    text += fmt::format("---@overload fun(): {}\n",
                        function.returns_without.substr(0, function.returns_without.find(' ')));
  text += fmt::format("function room.{}({}) end\n\n", function.name, names);
}

void add_class(std::string& text, const KindReference& kind) {
  text += fmt::format("---{}\n---@class moonroom.{}\n", kind.help, kind.name);
  for (const auto* list : {&kind.fields, &kind.methods})
    for (const auto& field : *list) {
      const bool optional = is_optional(field);
      text += fmt::format("---@field {}{} {} {}\n", field.name, optional ? "?" : "",
                          field.type.substr(0, field.type.size() - (optional ? 1 : 0)), field.help);
    }
  text += "\n";
}

}  // namespace

std::string markdown_reference() {
  std::string text(kIntroduction);
  text += "## Hooks\n\n";
  for (const auto& hook : script::kHooks) add_hook(text, hook);
  text += "## Functions of `room`\n\n";
  for (const auto& function : script::api()) add_function(text, function);
  text += "## What is passed about\n\n";
  for (const auto& kind : kind_references()) add_kind(text, kind);
  text.pop_back();
  return text;
}

std::string luacats_stubs() {
  std::string text =
      "---@meta moonroom\n-- Made by `moonroomd reference luacats`: for editors, never run.\n\n"
      "---A table that says to whom something goes.\n"
      "---@alias moonroom.Audience table|moonroom.Member|integer\n"
      "---Why a plugin is loaded.\n"
      "---@alias moonroom.LoadReason \"new\"|\"changed\"|\"upgrade\"|\"restart\"|\"crash\"\n"
      "---Why a plugin is unloaded.\n"
      "---@alias moonroom.UnloadReason "
      "\"changed\"|\"removed\"|\"benched\"|\"upgrade\"|\"restart\"\n\n";
  for (const auto& kind : kind_references())
    if (kind.name != "Audience") add_class(text, kind);
  text += "---What a plugin's file returns.\n---@class moonroom.Plugin\n";
  for (const auto& hook : script::kHooks) {
    std::string parameters;
    for (const auto& parameter : hook.parameters)
      parameters +=
          fmt::format("{}{}: {}", parameters.empty() ? "" : ", ", parameter.name, parameter.type);
    // A stub has types only; the descriptions are on the page.
    const auto returns = hook.returns.empty() ? "" : ": any, any";
    const auto form = hook.placeholders.empty() ? "" : "|moonroom.Form";
    text += fmt::format("---@field {}? fun({}){}{} {}\n", hook.name, parameters, returns, form,
                        hook.help);
  }
  text +=
      "---@field config? table\n---@field words? table<string, table>\n---@field order? number\n"
      "---@field before? string|string[]\n"
      "---@field after? string|string[]\n---@field fail? \"open\"|\"closed\"\n---@field api? 1\n"
      "---@field commands? table<string, moonroom.Command>\n"
      "---@field jobs? table<string, fun(data: any): any>\n\n"
      "---@class moonroom.Room\n---@field everyone moonroom.Audience\n"
      "---@field store table<string, any> what lasts\nroom = {}\n\n";
  for (const auto& function : script::api()) add_stub(text, function);
  text += "-- What a NAME_test.lua finds.\n\n";
  for (const auto& kind : test_kind_references()) add_class(text, kind);
  text +=
      "---Registers a test; the room is fresh for each.\n---@param name string\n"
      "---@param body fun(room: moonroom.TestRoom)\nfunction test(name, body) end\n\n";
  text.pop_back();
  return text;
}

std::string luacheck_list() {
  std::vector<std::string_view> fields = {"everyone"};
  for (const auto& function : script::api()) fields.push_back(function.name);
  std::sort(fields.begin(), fields.end());
  return fmt::format(
      "-- Made by `moonroomd reference luacheck`: what a script or plugin finds in its state.\n"
      "std = \"luajit\"\n"
      "not_globals = {{ \"{}\", \"string.dump\" }}\n"
      "read_globals = {{ room = {{ fields = {{\n  \"{}\",\n  -- It lasts, so it is written to.\n"
      "  store = {{ read_only = false, other_fields = true }},\n}} }} }}\n"
      "files[\"**/*_test.lua\"] = {{ read_globals = {{ \"test\" }} }}\n"
      "max_line_length = false\n",
      fmt::join(script::removed_globals(), "\", \""), fmt::join(fields, "\", \""));
}

}  // namespace moonroom::author

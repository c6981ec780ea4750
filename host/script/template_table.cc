#include "script/template_table.h"

#include <fmt/format.h>

#include <array>
#include <string>

#include "script/lua_value.h"
#include "script/table_fields.h"

namespace moonroom::script {
namespace {

constexpr std::array<std::string_view, 4> kKnown = {"line", "setting", "kind", "to"};

// The template is on top of the stack.
std::string read_line(lua_State* L, int index, const std::string& where) {
  const int form = lua_gettop(L);
  auto line = read_text(L, form, where, "line", room::kMaxTemplateLine);
  const auto setting = read_text(L, form, where, "setting", room::kMaxTemplateLine);
  if (line.empty() == setting.empty())
    raise(L, fmt::format("`{0}` needs a `line`, or a `setting` that names the one in `config`; "
                         "{0} = {{ line = \"{{name}} is here\" }}",
                         where));
  if (setting.empty()) return line;
  lua_getfield(L, index, "config");
  auto words = read_text(L, lua_gettop(L), "config", setting.c_str(), room::kMaxTemplateLine);
  lua_pop(L, 1);
  if (words.empty())
    raise(L, fmt::format("`{}.setting`: there is no text `config.{}`", where, setting));
  return words;
}

// Raises an error for a placeholder without a value in this event, and for a line with line feeds.
void check_gaps(lua_State* L, std::string_view line, Hook hook, const std::string& where) {
  const auto known = row_of(hook).placeholders;
  for (const std::string_view gap : {"{name}", "{text}", "{why}"})
    if (line.find(gap) != std::string_view::npos && known.find(gap) == std::string_view::npos)
      raise(L, fmt::format("`{}`: there is nothing for {}; it has {}", where, gap, known));
  if (line.find('\n') != std::string_view::npos)
    raise(L, fmt::format("`{}`: a form is one line; a function may say several", where));
}

room::PostTemplate::To read_audience(lua_State* L, const std::string& where) {
  const auto name = read_text(L, lua_gettop(L), where, "to", room::kMaxTemplateLine);
  const auto to = room::audience_named(name.empty() ? "others" : name);
  if (!to)
    raise(L, fmt::format("`{}.to` is \"others\", \"everyone\" or \"member\", not \"{}\"", where,
                         name));
  return *to;
}

}  // namespace

std::optional<room::PostTemplate> read_template(lua_State* L, int index, Hook hook) {
  const std::string where(name_of(hook));
  lua_getfield(L, index, where.c_str());
  if (!lua_istable(L, -1)) {
    lua_pop(L, 1);
    return std::nullopt;
  }
  check_fields(L, lua_gettop(L), where, kKnown);
  room::PostTemplate form;
  form.line = read_line(L, index, where);
  form.to = read_audience(L, where);
  if (auto kind = read_text(L, lua_gettop(L), where, "kind", room::kMaxTemplateLine); !kind.empty())
    form.kind = std::move(kind);
  check_gaps(L, form.line, hook, where);
  if (const auto wrong = validate(form); !wrong.empty())
    raise(L, fmt::format("`{}`: {}", where, wrong));
  lua_pop(L, 1);
  return form;
}

}  // namespace moonroom::script

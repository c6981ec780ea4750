#include "script/overrides.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "script/lua_value.h"
#include "script/table_fields.h"

namespace moonroom::script {
namespace {

std::string no_setting(const Table& defaults, const std::string& key, const std::string& where) {
  std::vector<std::string_view> known;
  for (const auto& [name, value] : defaults.fields) known.emplace_back(name);
  return fmt::format("no setting `{}{}`; {}", where, key,
                     known.empty() ? "it has none" : suggestion(key, known));
}

// Why `value` cannot override the default, or an empty string.
std::string misfit(const Table& defaults, const std::string& key, const Value& value,
                   const std::string& where) {
  const auto* standard = defaults.field(key);
  if (!standard) return no_setting(defaults, key, where);
  if (type_name(*standard) == type_name(value)) return {};
  return fmt::format("the setting `{}{}` is a {}, not a {}", where, key, type_name(*standard),
                     type_name(value));
}

// The table `config` is on top of the stack.
void lay_over(lua_State* L, const Table& overrides, const std::string& where, bool strict) {
  const Table defaults = *to_value(L, -1).table();
  for (const auto& [key, value] : overrides.fields) {
    const auto wrong = misfit(defaults, key, value, where);
    if (!wrong.empty() && strict) raise(L, wrong);
    if (!wrong.empty()) continue;
    const auto* deeper = value.table();
    if (deeper && !defaults.field(key)->table()->fields.empty()) {
      lua_getfield(L, -1, key.c_str());
      lay_over(L, *deeper, where + key + ".", strict);
      lua_pop(L, 1);
    } else {
      push_value(L, value);
      lua_setfield(L, -2, key.c_str());
    }
  }
}

// Words missing in the room's language are taken from English. The table `config` is on top of the
// stack.
void add_words(lua_State* L, int index, const std::string& language) {
  lua_getfield(L, index, "words");
  const Value words = to_value(L, -1);
  lua_pop(L, 1);
  if (words.is_nil()) return;
  const auto* english = words.field("en");
  if (!english || !english->table()) raise(L, "`words` has a table `en`, for every other language");
  const Value config = to_value(L, -1);
  for (const auto& [key, word] : english->table()->fields) {
    if (config.field(key))
      raise(L, fmt::format("`{0}` stands in `config` and in `words.en`; leave it in `words`, where "
                           "settings change it too",
                           key));
    push_value(L, word);
    lua_setfield(L, -2, key.c_str());
  }
  const auto* own = words.field(language);
  if (own && !own->table()) raise(L, fmt::format("`words.{}` is a table of words", language));
  if (own) lay_over(L, *own->table(), fmt::format("words.{}.", language), true);
}

}  // namespace

void configure(lua_State* L, int index, const Overrides& overrides) {
  lua_getfield(L, index, "config");
  if (lua_isnil(L, -1)) {
    lua_newtable(L);     // config nil {}
    lua_replace(L, -2);  // config {}
    lua_pushvalue(L, -1);
    lua_setfield(L, index, "config");
  }
  add_words(L, index, overrides.language);
  if (const auto* words = overrides.words.table()) lay_over(L, *words, "", false);
  const auto* settings = overrides.settings.table();
  if (!settings)
    raise(L, fmt::format("its settings are a table, not a {}", type_name(overrides.settings)));
  lay_over(L, *settings, "", true);
  lua_pop(L, 1);
}

}  // namespace moonroom::script

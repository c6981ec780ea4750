// Regular expressions as objects.
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "match/pattern.h"
#include "script/api.h"
#include "script/arguments.h"
#include "script/lua_value.h"
#include "script/native_object.h"

namespace moonroom::script {
namespace {

int regex_match(lua_State* L);
int regex_find(lua_State* L);
int regex_all(lua_State* L);
int regex_replace(lua_State* L);

constexpr luaL_Reg kRegexMethods[] = {
    {"match", regex_match}, {"find", regex_find}, {"all", regex_all}, {"replace", regex_replace}};
constexpr ObjectType kRegexType = {"moonroom.regex", kRegexMethods};
constexpr std::array<std::string_view, 1> kRegexOptions = {"ignore_case"};

void push_group(lua_State* L, const std::optional<std::string_view>& group) {
  if (group)
    push_text(L, *group);
  else
    lua_pushnil(L);
}

// The captured groups, or the whole match when there are none.
int push_groups(lua_State* L, const match::Pattern::Match& match) {
  const size_t first = match.size() > 1 ? 1 : 0;
  luaL_checkstack(L, static_cast<int>(match.size()), "too many parentheses");
  for (size_t i = first; i < match.size(); ++i) push_group(L, match[i]);
  return static_cast<int>(match.size() - first);
}

// regex:match(text) -> groups ...
int regex_match(lua_State* L) {
  const auto& pattern = object_at_1<match::Pattern>(L, kRegexType);
  const auto match = pattern.find(check_text(L, 2), 0);
  return match ? push_groups(L, *match) : 0;
}

// regex:find(text [, from]) -> first, last, groups ...
int regex_find(lua_State* L) {
  const auto& pattern = object_at_1<match::Pattern>(L, kRegexType);
  const auto text = check_text(L, 2);
  const double from = luaL_optnumber(L, 3, 1);
  luaL_argcheck(L, from >= 1, 3, "the first byte is 1");
  if (from > static_cast<double>(text.size()) + 1) return 0;
  const auto match = pattern.find(text, static_cast<size_t>(from) - 1);
  if (!match) return 0;
  const auto whole = *match->front();
  const auto begin = static_cast<size_t>(whole.data() - text.data());
  lua_pushnumber(L, static_cast<lua_Number>(begin + 1));
  lua_pushnumber(L, static_cast<lua_Number>(begin + whole.size()));
  return 2 + (match->size() > 1 ? push_groups(L, *match) : 0);
}

// regex:all(text) -> list, each as `match` returns it first
int regex_all(lua_State* L) {
  const auto& pattern = object_at_1<match::Pattern>(L, kRegexType);
  const auto text = check_text(L, 2);
  lua_newtable(L);
  size_t from = 0;
  for (int place = 1; from <= text.size(); ++place) {
    const auto match = pattern.find(text, from);
    if (!match) break;
    const auto whole = *match->front();
    const auto group = match->size() > 1 ? (*match)[1] : match->front();
    push_text(L, group.value_or(std::string_view()));
    lua_rawseti(L, -2, place);
    const auto end = static_cast<size_t>(whole.data() - text.data()) + whole.size();
    from = whole.empty() ? end + 1 : end;
  }
  return 1;
}

// regex:replace(text, with) -> text, count
int regex_replace(lua_State* L) {
  const auto& pattern = object_at_1<match::Pattern>(L, kRegexType);
  const auto text = check_text(L, 2);
  int count = 0;
  const auto changed = pattern.replace(text, check_text(L, 3), count);
  if (!changed) return luaL_error(L, "%s", changed.error().what.c_str());
  push_text(L, *changed);
  lua_pushinteger(L, count);
  return 2;
}

int room_regex(lua_State* L) {
  const auto pattern = check_text(L, 1);
  lua_settop(L, 2);
  check_options(L, kRegexOptions);
  const bool ignore_case = option(L, "ignore_case");
  count_object(L, match::Pattern::kUsualBytes);
  return push_object(L, kRegexType, match::Pattern::build(pattern, ignore_case));
}

constexpr ApiFunction kRegexFunctions[] = {
    {.name = "regex",
     .run = room_regex,
     .parameters = {{"pattern", "string", "as RE2 writes it"},
                    {"options", "{ ignore_case: boolean? }?",
                     "`ignore_case`: capital letters or not"}},
     .returns = "moonroom.Regex regex",
     .help = "A regular expression whose time is linear in the text, whatever it is.",
     .failure = "An error that says what is wrong with the pattern.",
     .example = "local link = room.regex([[https?://\\S+]])"},
};

}  // namespace

std::span<const ApiFunction> regex_functions() {
  return kRegexFunctions;
}

}  // namespace moonroom::script

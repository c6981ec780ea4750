// Matchers and regular expressions as Lua objects.
#include <array>
#include <new>
#include <string>
#include <utility>
#include <variant>

#include "match/look_matcher.h"
#include "match/matcher.h"
#include "match/pattern.h"
#include "script/api_functions.h"
#include "script/arguments.h"
#include "script/lua_value.h"
#include "script/table_fields.h"

namespace moonroom::script {
namespace {

constexpr const char* kMatcher = "moonroom.matcher";
constexpr const char* kRegex = "moonroom.regex";

// Both find words; the second compares by look.
using AnyMatcher = std::variant<match::Matcher, match::LookMatcher>;

std::vector<match::Found> all_in(lua_State* L, const AnyMatcher& matcher, std::string_view text) {
  if (const auto* look = std::get_if<match::LookMatcher>(&matcher))
    return look->all(plugin_of(L).readings().of(text));
  return std::get<match::Matcher>(matcher).all(text);
}

size_t count_letters(const AnyMatcher& matcher, std::string_view text) {
  return std::holds_alternative<match::LookMatcher>(matcher) ? match::count_visible(text)
                                                             : match::letters_of(text).size();
}

template <class Object>
int destroy(lua_State* L) {
  static_cast<Object*>(lua_touserdata(L, 1))->~Object();
  return 0;
}

template <class Object>
const Object& object_at_1(lua_State* L, const char* kind) {
  return *static_cast<Object*>(luaL_checkudata(L, 1, kind));
}

template <class Object>
int push_object(lua_State* L, const char* kind, Result<Object> made) {
  if (!made) {
    push_text(L, made.error().what);
    return lua_error(L);
  }
  new (lua_newuserdata(L, sizeof(Object))) Object(std::move(*made));
  luaL_getmetatable(L, kind);
  lua_setmetatable(L, -2);
  return 1;
}

constexpr std::array<std::string_view, 5> kMatcherOptions = {"whole", "look", "opening", "endings",
                                                             "except"};
constexpr std::array<std::string_view, 1> kRegexOptions = {"ignore_case"};

void check_options(lua_State* L, std::span<const std::string_view> known) {
  if (lua_isnoneornil(L, 2)) return;
  luaL_checktype(L, 2, LUA_TTABLE);
  check_fields(L, 2, "options", known);
}

// The option `name` of the table at 2.
bool option(lua_State* L, const char* name) {
  if (lua_isnoneornil(L, 2)) return false;
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_getfield(L, 2, name);
  const bool set = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return set;
}

std::vector<std::string> read_word_list(lua_State* L, int index, const char* what) {
  std::vector<std::string> words;
  const size_t count = lua_objlen(L, index);
  luaL_argcheck(L, count <= match::kMaxWords, 1, "at most 10,000 words");
  for (size_t i = 1; i <= count; ++i) {
    lua_rawgeti(L, index, static_cast<int>(i));
    if (lua_type(L, -1) != LUA_TSTRING)
      luaL_error(L, "%s %d is a %s, not a text", what, static_cast<int>(i), luaL_typename(L, -1));
    words.emplace_back(text_at(L, -1));
    lua_pop(L, 1);
  }
  return words;
}

// The list that is option `name` of the table at 2.
std::vector<std::string> read_option_list(lua_State* L, const char* name) {
  lua_getfield(L, 2, name);
  if (lua_isnil(L, -1)) return {};
  if (!lua_istable(L, -1)) luaL_error(L, "the option `%s` is a list of words", name);
  return read_word_list(L, lua_gettop(L), name);
}

template <class Matcher>
Result<AnyMatcher> as_any(Result<Matcher> made) {
  if (!made) return tl::unexpected(made.error());
  return AnyMatcher(std::move(*made));
}

void count_object(lua_State* L, size_t bytes) {
  if (!plugin_of(L).count_object(bytes))
    luaL_error(L, "too many matchers and regular expressions: make them once, outside the hooks");
}

std::string_view part(std::string_view text, const match::Found& found) {
  return text.substr(found.begin, found.end - found.begin);
}

// ── Matchers ────────────────────────────────────────────────────────────────────────────────────

// matcher:find(text) -> word, first, last
int matcher_find(lua_State* L) {
  const auto& matcher = object_at_1<AnyMatcher>(L, kMatcher);
  const auto text = check_text(L, 2);
  const auto found = all_in(L, matcher, text);
  if (found.empty()) return 0;
  push_text(L, part(text, found.front()));
  lua_pushnumber(L, static_cast<lua_Number>(found.front().begin + 1));
  lua_pushnumber(L, static_cast<lua_Number>(found.front().end));
  return 3;
}

// matcher:all(text) -> words
int matcher_all(lua_State* L) {
  const auto& matcher = object_at_1<AnyMatcher>(L, kMatcher);
  const auto text = check_text(L, 2);
  lua_newtable(L);
  int place = 0;
  for (const auto& found : all_in(L, matcher, text)) {
    push_text(L, part(text, found));
    lua_rawseti(L, -2, ++place);
  }
  return 1;
}

void append_replacement(lua_State* L, std::string_view word, std::string& out) {
  if (lua_type(L, 3) == LUA_TSTRING) {
    out += text_at(L, 3);
    return;
  }
  lua_pushvalue(L, 3);
  push_text(L, word);
  lua_call(L, 1, 1);
  if (!lua_isstring(L, -1))
    luaL_error(L, "the function returned a %s for a word, not a text", luaL_typename(L, -1));
  out += text_at(L, -1);
  lua_pop(L, 1);
}

// matcher:replace(text, with) -> text, count
int matcher_replace(lua_State* L) {
  const auto& matcher = object_at_1<AnyMatcher>(L, kMatcher);
  const auto text = check_text(L, 2);
  luaL_argcheck(L, lua_type(L, 3) == LUA_TSTRING || lua_isfunction(L, 3), 3,
                "a text, or a function that gets the word and returns a text");
  std::string changed;
  size_t at = 0;
  const auto all = all_in(L, matcher, text);
  for (const auto& found : all) {
    changed += text.substr(at, found.begin - at);
    append_replacement(L, part(text, found), changed);
    if (changed.size() > kMaxActionBytes) return luaL_error(L, "the text became too long");
    at = found.end;
  }
  changed += text.substr(at);
  push_text(L, changed);
  lua_pushinteger(L, static_cast<lua_Integer>(all.size()));
  return 2;
}

// matcher:mask(text [, mark]) -> text, count: as many marks as the word had letters.
int matcher_mask(lua_State* L) {
  const auto& matcher = object_at_1<AnyMatcher>(L, kMatcher);
  const auto text = check_text(L, 2);
  const auto mark = lua_isnoneornil(L, 3) ? std::string_view("*") : check_line(L, 3);
  luaL_argcheck(L, mark.size() <= 16, 3, "a mark is one letter");
  std::string changed;
  size_t at = 0;
  const auto all = all_in(L, matcher, text);
  if (all.empty()) {
    lua_pushvalue(L, 2);
    lua_pushinteger(L, 0);
    return 2;
  }
  for (const auto& found : all) {
    changed += text.substr(at, found.begin - at);
    for (size_t i = count_letters(matcher, part(text, found)); i > 0; --i) changed += mark;
    at = found.end;
  }
  changed += text.substr(at);
  push_text(L, changed);
  lua_pushinteger(L, static_cast<lua_Integer>(all.size()));
  return 2;
}

// ── Regular expressions ─────────────────────────────────────────────────────────────────────────

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
  const auto& pattern = object_at_1<match::Pattern>(L, kRegex);
  const auto match = pattern.find(check_text(L, 2), 0);
  return match ? push_groups(L, *match) : 0;
}

// regex:find(text [, from]) -> first, last, groups ...
int regex_find(lua_State* L) {
  const auto& pattern = object_at_1<match::Pattern>(L, kRegex);
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
  const auto& pattern = object_at_1<match::Pattern>(L, kRegex);
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
  const auto& pattern = object_at_1<match::Pattern>(L, kRegex);
  const auto text = check_text(L, 2);
  int count = 0;
  const auto changed = pattern.replace(text, check_text(L, 3), count);
  if (!changed) return luaL_error(L, "%s", changed.error().what.c_str());
  push_text(L, *changed);
  lua_pushinteger(L, count);
  return 2;
}

void open_kind(lua_State* L, const char* kind, const luaL_Reg* methods, lua_CFunction end,
               Plugin& plugin) {
  luaL_newmetatable(L, kind);
  lua_newtable(L);  // metatable methods
  for (const auto* method = methods; method->name; ++method) {
    push_method(L, method->func, plugin);
    lua_setfield(L, -2, method->name);
  }
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, end);
  lua_setfield(L, -2, "__gc");
  lua_pushliteral(L, "locked");
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}

}  // namespace

int room_matcher(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  check_options(L, kMatcherOptions);
  const auto words = read_word_list(L, 1, "word");
  const bool whole = option(L, "whole");
  if (!option(L, "look")) {
    for (const char* name : {"opening", "endings", "except"})
      if (option(L, name)) return luaL_error(L, "the option `%s` needs `look = true`", name);
    count_object(L, match::bytes_of(words) * match::kBytesPerWordByte);
    return push_object(L, kMatcher, as_any(match::Matcher::build(words, whole)));
  }
  match::LookOptions options;
  using At = match::LookOptions::Place;
  options.place = option(L, "opening") ? At::opening : whole ? At::whole : At::anywhere;
  options.endings = read_option_list(L, "endings");
  options.except = read_option_list(L, "except");
  count_object(L, match::LookMatcher::bytes_of(words, options) * match::kBytesPerLookByte);
  return push_object(L, kMatcher, as_any(match::LookMatcher::build(words, options)));
}

int room_regex(lua_State* L) {
  const auto pattern = check_text(L, 1);
  lua_settop(L, 2);
  check_options(L, kRegexOptions);
  const bool ignore_case = option(L, "ignore_case");
  count_object(L, match::Pattern::kUsualBytes);
  return push_object(L, kRegex, match::Pattern::build(pattern, ignore_case));
}

void open_matchers(lua_State* L, Plugin& plugin) {
  static constexpr luaL_Reg kMatcherMethods[] = {{"find", matcher_find},
                                                 {"all", matcher_all},
                                                 {"replace", matcher_replace},
                                                 {"mask", matcher_mask},
                                                 {nullptr, nullptr}};
  static constexpr luaL_Reg kRegexMethods[] = {{"match", regex_match},
                                               {"find", regex_find},
                                               {"all", regex_all},
                                               {"replace", regex_replace},
                                               {nullptr, nullptr}};
  open_kind(L, kMatcher, kMatcherMethods, destroy<AnyMatcher>, plugin);
  open_kind(L, kRegex, kRegexMethods, destroy<match::Pattern>, plugin);
}

}  // namespace moonroom::script

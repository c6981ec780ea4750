// Objects that find words in a text.
#include <array>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "match/look_matcher.h"
#include "match/matcher.h"
#include "script/api.h"
#include "script/arguments.h"
#include "script/lua_value.h"
#include "script/native_object.h"

namespace moonroom::script {
namespace {

int matcher_find(lua_State* L);
int matcher_all(lua_State* L);
int matcher_replace(lua_State* L);
int matcher_mask(lua_State* L);

constexpr luaL_Reg kMatcherMethods[] = {{"find", matcher_find},
                                        {"all", matcher_all},
                                        {"replace", matcher_replace},
                                        {"mask", matcher_mask}};
constexpr ObjectType kMatcherType = {"moonroom.matcher", kMatcherMethods};

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

constexpr std::array<std::string_view, 5> kMatcherOptions = {"whole", "look", "opening", "endings",
                                                             "except"};

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

std::string_view part(std::string_view text, const match::Found& found) {
  return text.substr(found.begin, found.end - found.begin);
}

// matcher:find(text) -> word, first, last
int matcher_find(lua_State* L) {
  const auto& matcher = object_at_1<AnyMatcher>(L, kMatcherType);
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
  const auto& matcher = object_at_1<AnyMatcher>(L, kMatcherType);
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
  const auto& matcher = object_at_1<AnyMatcher>(L, kMatcherType);
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
  const auto& matcher = object_at_1<AnyMatcher>(L, kMatcherType);
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
    return push_object(L, kMatcherType, as_any(match::Matcher::build(words, whole)));
  }
  match::LookOptions options;
  using At = match::LookOptions::Place;
  options.place = option(L, "opening") ? At::opening : whole ? At::whole : At::anywhere;
  options.endings = read_option_list(L, "endings");
  options.except = read_option_list(L, "except");
  count_object(L, match::LookMatcher::bytes_of(words, options) * match::kBytesPerLookByte);
  return push_object(L, kMatcherType, as_any(match::LookMatcher::build(words, options)));
}

constexpr ApiFunction kMatcherFunctions[] = {
    {.name = "matcher",
     .run = room_matcher,
     .parameters = {{"words", "string[]", "up to 10,000"},
                    {"options", "moonroom.MatcherOptions?", ""}},
     .returns = "moonroom.Matcher matcher",
     .help = "Looks for many words at once, capital letters or not, in one pass.",
     .failure = "An error for an empty word.",
     .example = "local bad = room.matcher({ \"darn\", \"混蛋\" })"},
};

}  // namespace

std::span<const ApiFunction> matcher_functions() {
  return kMatcherFunctions;
}

}  // namespace moonroom::script

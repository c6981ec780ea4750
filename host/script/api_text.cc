// Comparing and filling texts.
#include <algorithm>
#include <optional>
#include <string>

#include "room/look.h"
#include "script/api.h"
#include "script/arguments.h"
#include "script/lua_value.h"
#include "text/text.h"

namespace moonroom::script {
namespace {

bool wants_whole_words(lua_State* L, int index) {
  if (lua_isnoneornil(L, index)) return false;
  luaL_checktype(L, index, LUA_TTABLE);
  lua_getfield(L, index, "whole");
  const bool set = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return set;
}

int room_same(lua_State* L) {
  lua_pushboolean(L, room::looks_alike(check_text(L, 1), check_text(L, 2)) ? 1 : 0);
  return 1;
}

int room_shows(lua_State* L) {
  const auto text = check_text(L, 1);
  const auto part = check_line(L, 2);
  const bool found =
      wants_whole_words(L, 3) ? room::shows_word(text, part) : room::shows(text, part);
  lua_pushboolean(L, found ? 1 : 0);
  return 1;
}

// The value of the gap `name` in the table at 2; nullopt leaves the gap as it is.
std::optional<std::string> value_of_gap(lua_State* L, const std::string& name) {
  push_text(L, name);
  lua_gettable(L, 2);
  std::optional<std::string> value;
  if (lua_toboolean(L, -1) != 0) {
    if (!lua_isstring(L, -1))
      luaL_error(L, "the value of `%s` is a %s, not a text or a number", name.c_str(),
                 luaL_typename(L, -1));
    value = text_at(L, -1);
    if (!text::is_utf8(*value)) luaL_error(L, "the value of `%s` is not valid UTF-8", name.c_str());
  }
  lua_pop(L, 1);
  return value;
}

// The length of the name at the beginning of `text` when a brace closes it, otherwise 0.
size_t gap_length(std::string_view text) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  const auto end = std::find_if_not(text.begin(), text.end(), is_word);
  return end != text.end() && *end == '}' ? static_cast<size_t>(end - text.begin()) : 0;
}

// Each gap is looked at once, so braces in a value are plain text.
int room_fill(lua_State* L) {
  auto text = check_text(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  std::string filled;
  for (size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    const std::string name(text.substr(open + 1, gap_length(text.substr(open + 1))));
    const auto value = name.empty() ? std::nullopt : value_of_gap(L, name);
    const size_t end = open + 1 + (value ? name.size() + 1 : 0);
    filled.append(text.substr(0, value ? open : end)).append(value.value_or(""));
    if (filled.size() > kMaxActionBytes) return luaL_error(L, "the text became too long");
    text.remove_prefix(end);
  }
  if (filled.append(text).size() > kMaxActionBytes)
    return luaL_error(L, "the text became too long");
  push_text(L, filled);
  return 1;
}

constexpr ApiFunction kTextFunctions[] = {
    {.name = "same",
     .run = room_same,
     .parameters = {{"one", "string", "a name"}, {"other", "string", "another"}},
     .returns = "boolean same",
     .help = "Whether a reader would take one name for the other, as the host compares names: "
             "capital letters, marks, other scripts and traditional characters make no difference.",
     .example = "if room.same(call.words[1], member.name) then room.tell(member, \"for you\") end"},
    {.name = "shows",
     .run = room_shows,
     .parameters = {{"text", "string", "a name, for example"},
                    {"part", "string", "what is looked for"},
                    {"options", "{ whole: boolean? }?",
                     "`whole`: only whole words, where words have blanks"}},
     .returns = "boolean shows",
     .help = "Whether a reader would find one text in another, as `room.same` compares and with no "
             "regard to punctuation.",
     .failure = "An error when the part is empty.",
     .example = "if room.shows(member.name, \"bot\", { whole = true }) then return false, \"no "
                "bots\" end"},
    {.name = "fill",
     .run = room_fill,
     .parameters = {{"text", "string", "with gaps like `{name}`"},
                    {"values", "table<string, string|number>", "by the name of the gap"}},
     .returns = "string filled",
     .help = "A text with its gaps filled, for texts in `config` and `words`. A gap is a name of "
             "letters, digits and `_` in braces; one without a value stays as it is. `%` and "
             "braces in a value are plain text.",
     .failure = "An error for a value that is no text or number, and when the text becomes longer "
                "than 65536 bytes.",
     .example = "room.say(room.fill(\"{name} has {n} points\", { name = member.name, n = 3 }))"},
};

}  // namespace

std::span<const ApiFunction> text_functions() {
  return kTextFunctions;
}

}  // namespace moonroom::script

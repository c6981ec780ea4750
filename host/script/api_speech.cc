// Posts and log lines.
#include <array>
#include <string>
#include <string_view>

#include "room/bounds.h"
#include "script/api.h"
#include "script/arguments.h"
#include "script/member_view.h"
#include "script/table_fields.h"

namespace moonroom::script {
namespace {

constexpr std::array<std::string_view, 6> kPostFields = {"line", "text", "kind",
                                                         "from", "to",   "keep"};

// Each line of the text is one line on the screen. The plain text goes with its line when both have
// the same number of lines.
void enqueue_post(lua_State* L, const room::Post& post) {
  const auto lines = lines_of(post.line);
  if (lines.empty()) luaL_error(L, "the text is empty");
  const auto texts = lines_of(post.text);
  for (size_t i = 0; i < lines.size(); ++i) {
    room::Post piece = post;
    piece.line = lines[i];
    if (post.text.find('\n') != std::string::npos || lines.size() > 1)
      piece.text = texts.size() == lines.size() ? texts[i] : lines[i];
    enqueue_action(L, std::move(piece));
  }
}

int room_post(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  check_fields(L, 1, "post", kPostFields);
  lua_getfield(L, 1, "keep");
  const bool keep = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  lua_getfield(L, 1, "to");
  const auto audience = check_audience(L, 2);
  const auto text = text_field(L, "text", {});
  const auto line = text_field(L, "line", text);
  if (line.empty()) return luaL_error(L, "a post needs a `line` or a `text`");
  const auto kind = text_field(L, "kind", "notice");
  const auto from = text_field(L, "from", {});
  enqueue_post(L, {std::string(kind), std::string(from), std::string(text), std::string(line),
                   audience, keep});
  return 0;
}

int room_say(lua_State* L) {
  const std::string text(check_line(L, 1));
  enqueue_post(L, {"notice", "", text, text, {}});
  return 0;
}

int room_tell(lua_State* L) {
  const auto who = check_member(L, 1, plugin_of(L));
  const std::string text(check_line(L, 2));
  enqueue_post(L, {"private", "", text, text, {room::Audience::Kind::only, {who}}});
  return 0;
}

int room_log(lua_State* L) {
  const std::string text(check_text(L, 1));
  const std::string file(optional_text(L, 2));
  luaL_argcheck(L, file.empty() || room::is_plain_name(file), 2,
                "a log file is named with 1 to 32 of a-z, 0-9, - and _");
  enqueue_action(L, room::LogLine{plugin_of(L).id(), text, file});
  return 0;
}

constexpr ApiFunction kSpeechFunctions[] = {
    {.name = "say",
     .run = room_say,
     .parameters = {{"text", "string", "what everybody hears"}},
     .help =
         "Says something to everybody, as it is. Each line of the text is a line on the screen.",
     .failure = "An error when the text is empty or not valid UTF-8.",
     .example = "room.say(\"The quiz begins in five minutes.\")"},
    {.name = "tell",
     .run = room_tell,
     .parameters = {kWho, {"text", "string", "what the member hears"}},
     .help = "Says something to one member. Each line of the text is a line on the screen.",
     .failure = kGone,
     .example = "room.tell(message.author, \"Only you can read this.\")"},
    {.name = "post",
     .run = room_post,
     .parameters = {{"post", "moonroom.Post", "the text, its kind and its audience"}},
     .help = "The long form of speaking: `line` is what is shown, the rest is for programs that "
             "show it in their own way.",
     .failure = "An error when there is neither a `line` nor a `text`.",
     .example = "room.post { kind = \"score\", line = \"ann leads\", to = room.others(member) }"},
    {.name = "log",
     .run = room_log,
     .parameters = {{"text", "string", "one event"},
                    {"file", "string?",
                     "1 to 32 of a-z, 0-9, - and _: a daily file under `logs/`"}},
     .help =
         "Writes a line into the host's log, or into a daily file of its own in the data folder.",
     .failure = "An error for any other name of a file.",
     .example = "room.log(message.name .. \": \" .. message.text, \"chat\")"},
};

}  // namespace

std::span<const ApiFunction> speech_functions() {
  return kSpeechFunctions;
}

}  // namespace moonroom::script

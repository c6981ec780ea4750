#include "script/api.h"

#include <string_view>

#include "base/nearest.h"
#include "script/api_functions.h"
#include "script/arguments.h"
#include "script/lua_value.h"

namespace moonroom::script {
namespace {

constexpr Parameter kWho = {"member", "moonroom.Member|integer", "a member, or a member's `id`"};
constexpr std::string_view kGone = "A member who is gone is passed over.";

std::vector<ApiFunction> speaking() {
  return {
      {"say",
       room_say,
       {{"text", "string", "what everybody hears"}},
       "",
       "Says something to everybody, as it is. Each line of the text is a line on the screen.",
       "An error when the text is empty or not valid UTF-8.",
       "room.say(\"The quiz begins in five minutes.\")"},
      {"tell",
       room_tell,
       {kWho, {"text", "string", "what the member hears"}},
       "",
       "Says something to one member. Each line of the text is a line on the screen.",
       kGone,
       "room.tell(message.author, \"Only you can read this.\")"},
      {"post",
       room_post,
       {{"post", "moonroom.Post", "the text, its kind and its audience"}},
       "",
       "The long form of speaking: `line` is what is shown, the rest is for programs that show it "
       "in their own way.",
       "An error when there is neither a `line` nor a `text`.",
       "room.post { kind = \"score\", line = \"ann leads\", to = room.others(member) }"},
      {"log",
       room_log,
       {{"text", "string", "one event"},
        {"file", "string?", "1 to 32 of a-z, 0-9, - and _: a daily file under `logs/`"}},
       "",
       "Writes a line into the host's log, or into a daily file of its own in the data folder.",
       "An error for any other name of a file.",
       "room.log(message.name .. \": \" .. message.text, \"chat\")"},
  };
}

std::vector<ApiFunction> people() {
  return {
      {"members",
       room_members,
       {},
       "moonroom.Member[] members",
       "The members in the room, in order of arrival.",
       "",
       "for _, member in ipairs(room.members()) do room.tell(member, \"hello\") end"},
      {"member",
       room_member,
       {{"who", "string|integer|moonroom.Member", "a name, or an `id`"}},
       "moonroom.Member? member",
       "One who is in the room: under exactly this name, or under one that looks the same "
       "(`room.same`).",
       "nil when there is none.",
       "local ann = room.member(\"ann\")"},
      {"others",
       room_others,
       {kWho},
       "moonroom.Audience audience",
       "Everybody but one, for the `to` of a post.",
       "",
       "room.post { text = \"ann waves\", to = room.others(member) }"},
      {"same",
       room_same,
       {{"one", "string", "a name"}, {"other", "string", "another"}},
       "boolean same",
       "Whether a reader would take one name for the other, as the host compares names: capital "
       "letters, marks, other scripts and traditional characters make no difference.",
       "",
       "if room.same(call.words[1], member.name) then room.tell(member, \"for you\") end"},
      {"shows",
       room_shows,
       {{"text", "string", "a name, for example"},
        {"part", "string", "what is looked for"},
        {"options", "{ whole: boolean? }?", "`whole`: only whole words, where words have blanks"}},
       "boolean shows",
       "Whether a reader would find one text in another, as `room.same` compares and with no "
       "regard to "
       "punctuation.",
       "An error when the part is empty.",
       "if room.shows(member.name, \"bot\", { whole = true }) then return false, \"no bots\" end"},
      {"history",
       room_history,
       {{"count", "integer?", "how many at most; 20 when left out, and never more than 200"}},
       "moonroom.Entry[] entries",
       "The latest of what everybody could hear, oldest first.",
       "",
       "for _, entry in ipairs(room.history(5)) do room.tell(member, entry.line) end"},
      {"kick",
       room_kick,
       {kWho, {"reason", "string?", "told to the member"}},
       "",
       "Removes a member from the room. Coming back is allowed.",
       kGone,
       "room.kick(message.author, \"that was enough\")"},
      {"mute",
       room_mute,
       {kWho, {"seconds", "number", "for how long; 0 lets the member speak again"}},
       "",
       "The member hears, but is not heard. Another name, another login or another session from "
       "the "
       "same source does not help, unless others of that source were in the room already: then "
       "the mute holds for the name only, and the log says so.",
       kGone,
       "room.mute(message.author, 60)"},
      {"ban",
       room_ban,
       {{"who", "string|moonroom.Member|integer",
         "a name, an IP address, a block of addresses (`198.51.100.0/24`), or a member"},
        {"seconds", "number", "for how long; 0 lifts the ban"},
        {"reason", "string?", "told to those who are kept out"}},
       "",
       "Removes every member with this name or address, and keeps them out. One IPv6 "
       "address stands for its /64.",
       "An error when the member is gone already (ban the name), and when a block is none or "
       "too large.",
       "room.ban(member.address, 3600, \"come back in an hour\")"},
  };
}

std::vector<ApiFunction> time_and_chance() {
  return {
      {"after",
       room_after,
       {{"seconds", "number", "0 to a year"}, {"call", "fun()", "what is called then, once"}},
       "integer timer",
       "Calls a function later.",
       "An error when 256 timers and jobs wait already.",
       "room.after(60, function() room.say(\"One minute is over.\") end)"},
      {"every",
       room_every,
       {{"seconds", "number", "0.01 to a year"}, {"call", "fun()", "what is called each time"}},
       "integer timer",
       "Calls a function again and again.",
       "An error when 256 timers and jobs wait already.",
       "room.every(3600, function() room.say(room.now(\"%H:%M\")) end)"},
      {"cancel",
       room_cancel,
       {{"timer", "integer", "what `after` or `every` returned"}},
       "",
       "Forgets a timer. One that has fired or is unknown is no error.",
       "",
       "room.cancel(timer)"},
      {"now",
       room_now,
       {{"format", "string?", "as C's strftime takes it"}},
       "number|string now",
       "Seconds since 1970, or local time as text.",
       "An error for a format with a zero byte, and when the text is longer than 65536 bytes.",
       "room.log(\"it is \" .. room.now(\"%H:%M\"))",
       "number now",
       "string now"},
      {"random",
       room_random,
       {{"first", "integer?", "the smallest; 1 when left out"},
        {"last", "integer?", "the largest"}},
       "number random",
       "A random number: between 0 and 1, or a whole one from first to last.",
       "An error when no whole number lies between the two.",
       "room.say(\"You rolled a \" .. room.random(6))",
       "number random",
       "integer random"},
  };
}

std::vector<ApiFunction> data() {
  return {
      {"publish",
       room_publish,
       {{"topic", "string", "any name"}, {"data", "any?", "plain data"}},
       "",
       "Tells the other plugins something. They hear it after the event.",
       "An error for more than 64 KiB, or more than 128 for one event.",
       "room.publish(\"score\", { name = \"ann\", points = 3 })"},
      {"subscribe",
       room_subscribe,
       {{"topic", "string", "as it is published"},
        {"call", "fun(data: any, plugin: string)", "gets the data and the publisher's name"}},
       "",
       "Hears what other plugins publish, from now on.",
       "An error for more than 256 subscriptions.",
       "room.subscribe(\"score\", function(score) room.say(score.name .. \" scores\") end)"},
      {"job",
       room_job,
       {{"name", "string", "a function of the plugin's `jobs`"},
        {"data", "any", "plain data for it"},
        {"done", "fun(result: any, wrong: string?)",
         "gets the result, or nil and what went wrong"}},
       "integer job",
       "Has heavy work done by a process of its own, out of everybody's way. The function sees "
       "only `data` and what the file itself makes; of `room` it has what computes.",
       "`done(nil, why)` when it raised an error, was killed, took too long, or too many wait.",
       "room.job(\"solve\", { size = 9 }, function(result, wrong) room.say(result or wrong) end)"},
      {"matcher",
       room_matcher,
       {{"words", "string[]", "up to 10,000"}, {"options", "moonroom.MatcherOptions?", ""}},
       "moonroom.Matcher matcher",
       "Looks for many words at once, capital letters or not, in one pass.",
       "An error for an empty word.",
       "local bad = room.matcher({ \"darn\", \"混蛋\" })"},
      {"regex",
       room_regex,
       {{"pattern", "string", "as RE2 writes it"},
        {"options", "{ ignore_case: boolean? }?", "`ignore_case`: capital letters or not"}},
       "moonroom.Regex regex",
       "A regular expression whose time is linear in the text, whatever it is.",
       "An error that says what is wrong with the pattern.",
       "local link = room.regex([[https?://\\S+]])"},
      {"password_hash",
       room_password_hash,
       {{"password", "string", "up to 200 bytes"}},
       "string kept",
       "What to keep in `room.store` in the place of a password: nobody can read the password in "
       "it. Slow on purpose: some 10 ms.",
       "",
       "room.store[name] = room.password_hash(password)"},
      {"password_verify",
       room_password_verify,
       {{"password", "string", "up to 200 bytes"},
        {"kept", "string", "what `password_hash` returned for the right one"}},
       "boolean is_right",
       "Whether a password is the one that was hashed. As slow as `password_hash`.",
       "`false` when `kept` is no such hash.",
       "if room.password_verify(call.text, room.store[name] or \"\") then return \"welcome\" end"},
  };
}

void append(std::vector<ApiFunction>& all, std::vector<ApiFunction> more) {
  for (auto& function : more) all.push_back(std::move(function));
}

std::vector<ApiFunction> everything() {
  std::vector<ApiFunction> all = speaking();
  append(all, people());
  append(all, time_and_chance());
  append(all, data());
  return all;
}

// The `__index` of `room`: returns `room.store`. Any other field is a typing error, reported by
// name instead of as "attempt to call a nil value".
int other_field(lua_State* L) {
  const std::string word(lua_type(L, 2) == LUA_TSTRING ? text_at(L, 2) : "?");
  if (word == "store") return push_store(L);
  const std::string meant(nearest(word, room_fields()));
  const std::string hint = meant.empty() ? "" : "; did you mean `" + meant + "`?";
  return luaL_error(L, "`room` has no `%s`%s", word.c_str(), hint.c_str());
}

int room_stays_as_it_is(lua_State* L) {
  return luaL_error(L, "`room` cannot be changed; what is to last belongs into `room.store`");
}

}  // namespace

const std::vector<ApiFunction>& api() {
  static const auto all = everything();
  return all;
}

std::vector<std::string_view> room_fields() {
  std::vector<std::string_view> fields = {"everyone", "store"};
  for (const auto& function : api()) fields.emplace_back(function.name);
  return fields;
}

void open_api(lua_State* L, Plugin& plugin) {
  open_matchers(L, plugin);
  lua_newtable(L);  // room
  lua_newtable(L);  // room metatable
  lua_newtable(L);  // room metatable functions
  for (const auto& function : api()) {
    push_text(L, function.name);
    push_method(L, function.run, plugin);
    lua_rawset(L, -3);
  }
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "everyone");
  lua_setfield(L, -2, kAudienceField);
  lua_setfield(L, -2, "everyone");
  lua_newtable(L);  // room metatable functions their-metatable
  push_method(L, other_field, plugin);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, room_stays_as_it_is);
  lua_setfield(L, -2, "__newindex");
  lua_pushliteral(L, "locked");
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_setglobal(L, "room");
}

}  // namespace moonroom::script

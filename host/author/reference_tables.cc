// The reference tables other than those of `room`.
#include "author/reference.h"

namespace moonroom::author {

using script::Hook;

const std::vector<HookReference>& hook_references() {
  static const script::Parameter kMember = {"member", "moonroom.Member", "who it is about"};
  static const script::Parameter kMessage = {"message", "moonroom.Message", "the line"};
  static const std::vector<HookReference> kHooks = {
      {Hook::filter_join,
       {kMember},
       "nil|false refuse, string? reason",
       "Somebody asks to come in, and nobody knows yet. `member.conflict` says why the name cannot "
       "be had. Return nothing to let in, or `false` and what is answered.",
       "function doorman.filter_join(member)\n  if #room.members() >= 30 then return false, "
       "\"full\" "
       "end\nend"},
      {Hook::filter_message,
       {kMessage},
       "nil|false|string verdict, string? reason",
       "A line has been said, and nobody has heard it yet. Return nothing to let it pass, a new "
       "text "
       "for all who come after, or `false` and what its author is told. `false` refuses, whatever "
       "stands behind it; `false, true` refuses silently, because the plugin says the line itself, "
       "and `/why` does not list it. Anything else is a fault, and `fail` says what that means for "
       "the line. The text of a member's command (`message.command`) passes the filters, too, "
       "because the command may publish it.",
       "function calm.filter_message(message)\n  if message.text == message.text:upper() then "
       "return "
       "message.text:lower() end\nend"},
      {Hook::on_join,
       {kMember},
       "",
       "Somebody has come in.",
       "function hello.on_join(member) room.tell(member, \"hello, \" .. member.name) end\n"
       "-- or, as a form:\nhello.on_join = { line = \"hello, {name}\", to = \"member\" }"},
      {Hook::on_message,
       {kMessage},
       "",
       "A line has passed all filters: this is its text in the end.",
       "function echo.on_message(message) room.log(message.text, \"chat\") end"},
      {Hook::on_leave,
       {kMember,
        {"why", "string",
         "`quit`, `timeout`, `gone` (the client died), `kick`, `ban`, `replaced` (took another "
         "name) "
         "or `shutdown`"}},
       "",
       "Somebody has left. The member can still be read, but not be told anything.",
       "function log.on_leave(member, why) room.log(member.name .. \": \" .. why) end"},
      {Hook::on_announce,
       {{"text", "string", "what the administrator said"}},
       "",
       "The administrator has said something to everybody.",
       "function log.on_announce(text) room.log(text, \"chat\") end"},
      {Hook::on_load,
       {{"saved", "any", "what the `on_unload` directly before this returned, or nil"},
        {"why", "moonroom.LoadReason",
         "`\"new\"`: it did not run before; `\"changed\"`: its file or settings changed, or it was "
         "resumed; `\"upgrade\"`, `\"restart\"`: of the host; `\"crash\"`: what ran before ended "
         "without `on_unload`"}},
       "",
       "The plugin begins, with its settings laid over `config`. `room.members` and `room.history` "
       "are complete, and no `on_join` follows for members who are there already. An error here "
       "means that it is not loaded, and the version before goes on.",
       "function quiz.on_load(saved, why) quiz.score = saved or {} end"},
      {Hook::on_unload,
       {{"why", "moonroom.UnloadReason",
         "`\"changed\"`: its file or settings; `\"removed\"`: its file is gone; `\"benched\"`; "
         "`\"upgrade\"`, `\"restart\"`: the host ends"}},
       "any saved",
       "The plugin ends, because its file has changed or gone, or because the room ends. What it "
       "returns (plain data) is handed to `on_load` of the next version, also of the next host's; "
       "of the next host's, up to 64 KiB. An error here does not keep the next version out.",
       "function quiz.on_unload() return quiz.score end"},
  };
  return kHooks;
}

const std::vector<KindReference>& kind_references() {
  static const std::vector<KindReference> kKinds = {
      {"Member",
       "One who is in the room, good for one hook: keep the `id` if you need it later.",
       {{"id", "integer", "given once to each login, never again"},
        {"name", "string", ""},
        {"address", "string", "without the port"},
        {"source", "string",
         "the same for all addresses that one place has: the address, or the /64 of IPv6"},
        {"conflict", "string?",
         "in `filter_join`, why the name cannot be had: `taken`, `confusable`, `invalid`, `colon`, "
         "`bare`, `mixed`, `words` or `reserved`"}},
       {}},
      {"Message",
       "A line, good for one hook.",
       {{"id", "integer", "its number, also in `room.history`: `/why` at the console takes it"},
        {"text", "string", ""},
        {"name", "string", "its author's"},
        {"author", "moonroom.Member", ""},
        {"command", "string?",
         "in `filter_message`: the command whose text this is; nil for a line that is said"}},
       {}},
      {"Call",
       "What the `run` of a command gets.",
       {{"member", "moonroom.Member?", "who gave it; nil for the administrator"},
        {"name", "string", "the command"},
        {"text", "string", "all that stands behind it, as the filters let it pass: publish this"},
        {"words", "string[]",
         "what was typed, cut at blanks of every kind, with digits and full-width characters in "
         "their plain form: decide by these"},
        {"after", "fun(count: integer): string", "`text` behind so many words"}},
       {}},
      {"Command",
       "One of the plugin's `commands`. The answer that `run` returns goes to the caller; a line "
       "of "
       "the "
       "text is a line on the screen.",
       {{"run", "fun(call: moonroom.Call): string|false|nil, string?",
         "nothing, the answer, or `false` and why the command was not carried out: a line of a "
         "piped `moonroomd console` has failed then"},
        {"usage", "string?",
         "what stands behind the name: `NAME [REASON]`; left out, `config.usage` has it under the "
         "command's name"},
        {"help", "string?", "what it does, for `/help`; left out, `config.help` has it"},
        {"role", "string?", "`admin`: only at the console; `member` when left out"},
        {"secret", "boolean?",
         "its text is a password or the like: no filter sees it and nothing keeps it"}},
       {}},
      {"Post",
       "What `room.post` takes.",
       {{"line", "string?", "what is shown; `text` when left out"},
        {"text", "string?", "the text of the line, for programs"},
        {"kind", "string?", "`notice` when left out"},
        {"from", "string?", "who said it"},
        {"to", "moonroom.Audience?", "`room.everyone` when left out"},
        {"keep", "boolean?",
         "what is posted to some members alone is not kept on disk, unless this is true"}},
       {}},
      {"Form",
       "Instead of a function, an observer that only posts can be a post with placeholders. "
       "`{name}` is the member's name, `{text}` the line (`on_message`, `on_announce`), `{why}` "
       "why a member left (`on_leave`); at most 8 of them, and only those that the event has. "
       "The host fills in a line that no filter and no function needs to see without calling a "
       "script.",
       {{"line", "string?", "what is shown"},
        {"setting", "string?", "or the name of the setting in `config` that has the line"},
        {"kind", "string?", "`notice` when left out"},
        {"to", "string?", "`others` (when left out), `everyone` or `member`: the member alone"}},
       {}},
      {"Entry",
       "One line of `room.history`.",
       {{"number", "integer", "a line has the `id` of its message"},
        {"time", "number", "seconds since 1970"},
        {"kind", "string", ""},
        {"from", "string", ""},
        {"text", "string", ""},
        {"line", "string", "what was shown"}},
       {}},
      {"Audience",
       "To whom a post goes: `room.everyone`, `room.others(member)`, a member, an `id`, or a list "
       "of members and ids. Kept for later, use ids.",
       {},
       {}},
      {"MatcherOptions",
       "How `room.matcher` looks for words.",
       {{"whole", "boolean?", "only whole words, where words have blanks"},
        {"look", "boolean?",
         "as a reader sees them: letters that look alike, digits and symbols for letters, "
         "invisible characters, marks, repeated letters, gaps between letters. A star in a word "
         "stands for letters that were masked (`\"f**l\"` finds `f**l`, `f***l` and `f##l`), a "
         "point "
         "for one between initials"},
        {"opening", "boolean?", "with `look`: only where no letter stands before the word"},
        {"endings", "string[]?",
         "with `look`: what may stand behind each word: `\"s\"`, `\"ing\"`"},
        {"except", "string[]?",
         "with `look`: innocent words. Of all words the one that begins furthest left is taken, "
         "and "
         "of those the longest, so a longer innocent word covers a bad one in it"}},
       {}},
      {"Matcher",
       "Made by `room.matcher`. Of several words the leftmost is taken, and of those the longest.",
       {},
       {{"find", "fun(self, text: string): string?, integer?, integer?",
         "the first word, where it begins and where it ends; nil when there is none"},
        {"all", "fun(self, text: string): string[]", "all words, in order"},
        {"replace",
         "fun(self, text: string, with: string|fun(word: string): string): string, integer",
         "the text with all words replaced, and how many there were"},
        {"mask", "fun(self, text: string, mark: string?): string, integer",
         "the same, with a `*` (or `mark`) for each letter"}}},
      {"Regex",
       "Made by `room.regex`.",
       {},
       {{"match", "fun(self, text: string): string?, ...",
         "what the parentheses took, or all of it when there are none; nil when it does not match"},
        {"find", "fun(self, text: string, from: integer?): integer?, integer?, ...",
         "where it begins and ends, and what the parentheses took"},
        {"all", "fun(self, text: string): string[]", "all matches: of each the first parentheses"},
        {"replace", "fun(self, text: string, with: string): string, integer",
         "all replaced, and how many; `\\1` is what the first parentheses took"}}},
  };
  return kKinds;
}

}  // namespace moonroom::author

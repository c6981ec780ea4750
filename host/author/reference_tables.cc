// The objects and tables of the reference.
#include "author/reference.h"

namespace moonroom::author {

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

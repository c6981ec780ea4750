---@meta moonroom
-- Made by `moonroomd reference luacats`: for editors, never run.

---A table that says to whom something goes.
---@alias moonroom.Audience table|moonroom.Member|integer
---Why a plugin is loaded.
---@alias moonroom.LoadReason "new"|"changed"|"upgrade"|"restart"|"crash"
---Why a plugin is unloaded.
---@alias moonroom.UnloadReason "changed"|"removed"|"benched"|"upgrade"|"restart"

---One who is in the room, good for one hook: keep the `id` if you need it later.
---@class moonroom.Member
---@field id integer given once to each login, never again
---@field name string 
---@field address string without the port
---@field source string the same for all addresses that one place has: the address, or the /64 of IPv6
---@field conflict? string in `filter_join`, why the name cannot be had: `taken`, `confusable`, `invalid`, `colon`, `bare`, `mixed`, `words` or `reserved`

---A line, good for one hook.
---@class moonroom.Message
---@field id integer its number, also in `room.history`: `/why` at the console takes it
---@field text string 
---@field name string its author's
---@field author moonroom.Member 
---@field command? string in `filter_message`: the command whose text this is; nil for a line that is said

---What the `run` of a command gets.
---@class moonroom.Call
---@field member? moonroom.Member who gave it; nil for the administrator
---@field name string the command
---@field text string all that stands behind it, as the filters let it pass: publish this
---@field words string[] what was typed, cut at blanks of every kind, with digits and full-width characters in their plain form: decide by these
---@field after fun(count: integer): string `text` behind so many words

---One of the plugin's `commands`. The answer that `run` returns goes to the caller; a line of the text is a line on the screen.
---@class moonroom.Command
---@field run fun(call: moonroom.Call): string|false|nil, string? nothing, the answer, or `false` and why the command was not carried out: a line of a piped `moonroomd console` has failed then
---@field usage? string what stands behind the name: `NAME [REASON]`; left out, `config.usage` has it under the command's name
---@field help? string what it does, for `/help`; left out, `config.help` has it
---@field role? string `admin`: only at the console; `member` when left out
---@field secret? boolean its text is a password or the like: no filter sees it and nothing keeps it

---What `room.post` takes.
---@class moonroom.Post
---@field line? string what is shown; `text` when left out
---@field text? string the text of the line, for programs
---@field kind? string `notice` when left out
---@field from? string who said it
---@field to? moonroom.Audience `room.everyone` when left out
---@field keep? boolean what is posted to some members alone is not kept on disk, unless this is true

---Instead of a function, an observer that only posts can be a post with placeholders. `{name}` is the member's name, `{text}` the line (`on_message`, `on_announce`), `{why}` why a member left (`on_leave`); at most 8 of them, and only those that the event has. The host fills in a line that no filter and no function needs to see without calling a script.
---@class moonroom.Form
---@field line? string what is shown
---@field setting? string or the name of the setting in `config` that has the line
---@field kind? string `notice` when left out
---@field to? string `others` (when left out), `everyone` or `member`: the member alone

---One line of `room.history`.
---@class moonroom.Entry
---@field number integer a line has the `id` of its message
---@field time number seconds since 1970
---@field kind string 
---@field from string 
---@field text string 
---@field line string what was shown

---How `room.matcher` looks for words.
---@class moonroom.MatcherOptions
---@field whole? boolean only whole words, where words have blanks
---@field look? boolean as a reader sees them: letters that look alike, digits and symbols for letters, invisible characters, marks, repeated letters, gaps between letters. A star in a word stands for letters that were masked (`"f**l"` finds `f**l`, `f***l` and `f##l`), a point for one between initials
---@field opening? boolean with `look`: only where no letter stands before the word
---@field endings? string[] with `look`: what may stand behind each word: `"s"`, `"ing"`
---@field except? string[] with `look`: innocent words. Of all words the one that begins furthest left is taken, and of those the longest, so a longer innocent word covers a bad one in it

---Made by `room.matcher`. Of several words the leftmost is taken, and of those the longest.
---@class moonroom.Matcher
---@field find fun(self, text: string): string?, integer?, integer? the first word, where it begins and where it ends; nil when there is none
---@field all fun(self, text: string): string[] all words, in order
---@field replace fun(self, text: string, with: string|fun(word: string): string): string, integer the text with all words replaced, and how many there were
---@field mask fun(self, text: string, mark: string?): string, integer the same, with a `*` (or `mark`) for each letter

---Made by `room.regex`.
---@class moonroom.Regex
---@field match fun(self, text: string): string?, ... what the parentheses took, or all of it when there are none; nil when it does not match
---@field find fun(self, text: string, from: integer?): integer?, integer?, ... where it begins and ends, and what the parentheses took
---@field all fun(self, text: string): string[] all matches: of each the first parentheses
---@field replace fun(self, text: string, with: string): string, integer all replaced, and how many; `\1` is what the first parentheses took

---What a plugin's file returns.
---@class moonroom.Plugin
---@field filter_join? fun(member: moonroom.Member): any, any Somebody asks to come in, and nobody knows yet. `member.conflict` says why the name cannot be had. Return nothing to let in, or `false` and what is answered.
---@field filter_message? fun(message: moonroom.Message): any, any A line has been said, and nobody has heard it yet. Return nothing to let it pass, a new text for all who come after, or `false` and what its author is told. `false` refuses, whatever stands behind it; `false, true` refuses silently, because the plugin says the line itself, and `/why` does not list it. Anything else is a fault, and `fail` says what that means for the line. The text of a member's command (`message.command`) passes the filters, too, because the command may publish it.
---@field on_join? fun(member: moonroom.Member)|moonroom.Form Somebody has come in.
---@field on_message? fun(message: moonroom.Message)|moonroom.Form A line has passed all filters: this is its text in the end.
---@field on_leave? fun(member: moonroom.Member, why: string)|moonroom.Form Somebody has left. The member can still be read, but not be told anything.
---@field on_announce? fun(text: string)|moonroom.Form The administrator has said something to everybody.
---@field on_load? fun(saved: any, why: moonroom.LoadReason) The plugin begins, with its settings laid over `config`. `room.members` and `room.history` are complete, and no `on_join` follows for members who are there already. An error here means that it is not loaded, and the version before goes on.
---@field on_unload? fun(why: moonroom.UnloadReason): any, any The plugin ends, because its file has changed or gone, or because the room ends. What it returns (plain data) is handed to `on_load` of the next version, also of the next host's; of the next host's, up to 64 KiB. An error here does not keep the next version out.
---@field config? table
---@field words? table<string, table>
---@field order? number
---@field before? string|string[]
---@field after? string|string[]
---@field fail? "open"|"closed"
---@field api? 1
---@field commands? table<string, moonroom.Command>
---@field jobs? table<string, fun(data: any): any>

---@class moonroom.Room
---@field everyone moonroom.Audience
---@field store table<string, any> what lasts
room = {}

---Says something to everybody, as it is. Each line of the text is a line on the screen.
---An error when the text is empty or not valid UTF-8.
---@param text string what everybody hears
function room.say(text) end

---Says something to one member. Each line of the text is a line on the screen.
---A member who is gone is passed over.
---@param member moonroom.Member|integer a member, or a member's `id`
---@param text string what the member hears
function room.tell(member, text) end

---The long form of speaking: `line` is what is shown, the rest is for programs that show it in their own way.
---An error when there is neither a `line` nor a `text`.
---@param post moonroom.Post the text, its kind and its audience
function room.post(post) end

---Writes a line into the host's log, or into a daily file of its own in the data folder.
---An error for any other name of a file.
---@param text string one event
---@param file? string 1 to 32 of a-z, 0-9, - and _: a daily file under `logs/`
function room.log(text, file) end

---The members in the room, in order of arrival.
---@return moonroom.Member[] members
function room.members() end

---One who is in the room: under exactly this name, or under one that looks the same (`room.same`).
---nil when there is none.
---@param who string|integer|moonroom.Member a name, or an `id`
---@return moonroom.Member? member
function room.member(who) end

---Everybody but one, for the `to` of a post.
---@param member moonroom.Member|integer a member, or a member's `id`
---@return moonroom.Audience audience
function room.others(member) end

---The latest of what everybody could hear, oldest first.
---@param count? integer how many at most; 20 when left out, and never more than 200
---@return moonroom.Entry[] entries
function room.history(count) end

---Removes a member from the room. Coming back is allowed.
---A member who is gone is passed over.
---@param member moonroom.Member|integer a member, or a member's `id`
---@param reason? string told to the member
function room.kick(member, reason) end

---The member hears, but is not heard. Another name, another login or another session from the same source does not help, unless others of that source were in the room already: then the mute holds for the name only, and the log says so.
---A member who is gone is passed over.
---@param member moonroom.Member|integer a member, or a member's `id`
---@param seconds number for how long; 0 lets the member speak again
function room.mute(member, seconds) end

---Removes every member with this name or address, and keeps them out. One IPv6 address stands for its /64.
---An error when the member is gone already (ban the name), and when a block is none or too large.
---@param who string|moonroom.Member|integer a name, an IP address, a block of addresses (`198.51.100.0/24`), or a member
---@param seconds number for how long; 0 lifts the ban
---@param reason? string told to those who are kept out
function room.ban(who, seconds, reason) end

---Whether a reader would take one name for the other, as the host compares names: capital letters, marks, other scripts and traditional characters make no difference.
---@param one string a name
---@param other string another
---@return boolean same
function room.same(one, other) end

---Whether a reader would find one text in another, as `room.same` compares and with no regard to punctuation.
---An error when the part is empty.
---@param text string a name, for example
---@param part string what is looked for
---@param options? { whole: boolean? } `whole`: only whole words, where words have blanks
---@return boolean shows
function room.shows(text, part, options) end

---A text with its gaps filled, for texts in `config` and `words`. A gap is a name of letters, digits and `_` in braces; one without a value stays as it is. `%` and braces in a value are plain text.
---An error for a value that is no text or number, and when the text becomes longer than 65536 bytes.
---@param text string with gaps like `{name}`
---@param values table<string, string|number> by the name of the gap
---@return string filled
function room.fill(text, values) end

---Calls a function later.
---An error when 256 timers and jobs wait already.
---@param seconds number 0 to a year
---@param call fun() what is called then, once
---@return integer timer
function room.after(seconds, call) end

---Calls a function again and again.
---An error when 256 timers and jobs wait already.
---@param seconds number 0.01 to a year
---@param call fun() what is called each time
---@return integer timer
function room.every(seconds, call) end

---Forgets a timer. One that has fired or is unknown is no error.
---@param timer integer what `after` or `every` returned
function room.cancel(timer) end

---Seconds since 1970, or local time as text.
---An error for a format with a zero byte, and when the text is longer than 65536 bytes.
---@param format string as C's strftime takes it
---@return string now
---@overload fun(): number
function room.now(format) end

---A random number: between 0 and 1, or a whole one from first to last.
---An error when no whole number lies between the two.
---@param first integer the smallest; 1 when left out
---@param last? integer the largest
---@return integer random
---@overload fun(): number
function room.random(first, last) end

---Tells the other plugins something. They hear it after the event.
---An error for more than 64 KiB, or more than 128 for one event.
---@param topic string any name
---@param data? any plain data
function room.publish(topic, data) end

---Hears what other plugins publish, from now on.
---An error for more than 256 subscriptions.
---@param topic string as it is published
---@param call fun(data: any, plugin: string) gets the data and the publisher's name
function room.subscribe(topic, call) end

---Has heavy work done by a process of its own, out of everybody's way. The function sees only `data` and what the file itself makes; of `room` it has what computes.
---`done(nil, why)` when it raised an error, was killed, took too long, or too many wait.
---@param name string a function of the plugin's `jobs`
---@param data any plain data for it
---@param done fun(result: any, wrong: string?) gets the result, or nil and what went wrong
---@return integer job
function room.job(name, data, done) end

---Looks for many words at once, capital letters or not, in one pass.
---An error for an empty word.
---@param words string[] up to 10,000
---@param options? moonroom.MatcherOptions 
---@return moonroom.Matcher matcher
function room.matcher(words, options) end

---A regular expression whose time is linear in the text, whatever it is.
---An error that says what is wrong with the pattern.
---@param pattern string as RE2 writes it
---@param options? { ignore_case: boolean? } `ignore_case`: capital letters or not
---@return moonroom.Regex regex
function room.regex(pattern, options) end

---What to keep in `room.store` in the place of a password: nobody can read the password in it. Slow on purpose: some 10 ms.
---@param password string up to 200 bytes
---@return string kept
function room.password_hash(password) end

---Whether a password is the one that was hashed. As slow as `password_hash`.
---`false` when `kept` is no such hash.
---@param password string up to 200 bytes
---@param kept string what `password_hash` returned for the right one
---@return boolean is_right
function room.password_verify(password, kept) end

-- What a NAME_test.lua finds.

---Somebody in a test.
---@class moonroom.TestPerson
---@field say fun(self, text: string) says a line, or gives a command
---@field leave fun(self) 
---@field hears fun(self, text: string) this is among what has come; what came before it is done with
---@field hears_like fun(self, pattern: string): string the same by a pattern of Lua; returns the line
---@field hears_nothing fun(self) nothing has come
---@field forgets fun(self) what has come is done with
---@field answer fun(self): string? the next that has come
---@field is_here fun(self): boolean 

---The room of a test, with the default scripts and the plugin that is tested.
---@class moonroom.TestRoom
---@field join fun(self, name: string, options?: { address: string? }): moonroom.TestPerson somebody comes in
---@field knock fun(self, name: string, options?: { address: string? }): moonroom.TestPerson, string? the same, who may be refused: the person and the answer
---@field pass fun(self, seconds: number) time goes by
---@field announce fun(self, text: string) the administrator speaks
---@field command fun(self, line: string): string a command at the console: its answer
---@field logged fun(self, text: string, file: string?) the plugin has written this
---@field plugin fun(self, name: string, source: string) another plugin
---@field settings fun(self, source: string) a `config.lua`
---@field speaks fun(self, language: string) the room's language from now on
---@field reload fun(self, name: string) as if its file had been saved
---@field disable fun(self, name: string) as if its file had been taken away
---@field restart fun(self) as in a host that is started again
---@field upgrade fun(self) as in a host that is upgraded
---@field crash fun(self) as in a host whose plugins' process was killed
---@field faults fun(self): string[] mistakes until now, which the test expects

---Registers a test; the room is fresh for each.
---@param name string
---@param body fun(room: moonroom.TestRoom)
function test(name, body) end

// Every function of `room`, and every method of the objects that they return, with every kind of
// argument, in a real worker inside its sandbox: none may make a forbidden system call, crash, or
// request an action that the host would reject. No time zone is set, as under systemd. The
// functions come from the API's own table, so a new one is tried, too.
#include <doctest/doctest.h>
#include <poll.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "process/clocks.h"
#include "ring/worker_judge.h"
#include "script/api.h"

using namespace moonroom;
using namespace std::chrono_literals;

namespace {

// "NAME FIRST" calls the function with a slice of the argument lists, from number FIRST on; the
// response is the first number of the next slice, or "done CALLS". "strftime" tries all formats.
constexpr const char* kCaller = R"lua(
local NONE = {}
local dead = coroutine.create(function() end)
coroutine.resume(dead)
local function evil() error("evil") end
local trap = setmetatable({}, { __index = evil, __newindex = evil, __len = evil, __tostring = evil,
  __eq = evil, __lt = evil, __call = evil, __concat = evil, __metatable = evil })
local circle = {}
circle[1], circle.me = circle, circle
local deep = {}
for _ = 1, 100 do deep = { deep } end
local old = {}

local function values(message)
  return {
    NONE, true, false, 0, -0.0, -1, 1, 0.5, 20, 256, 2 ^ 31, 2 ^ 32, 2 ^ 53, 2 ^ 63, 1e308, -1e308, 0 / 0, 1 / 0, -1 / 0,
    "", " ", "x", "ada", "0", "-1", " 7 ", "127.0.0.1", "::1/64", "\0", "a\0b", "a\nb", "\27[31m", "\255\254",
    "\237\160\128", "\244\144\128\128", "e\204\129", ("x"):rep(70000), ("é"):rep(300), ("a"):rep(33), "%", "%s%p%n", "%Y",
    "((((", "[[:alpha:]]+", "(a*)*b", "\\1", "(?i)", ("(a)"):rep(50), "say", "room.store",
    {}, { 1, 2, 3 }, { "a", "b" }, { "" }, { [3] = 1 }, { [0.5] = 1 }, { [true] = 1 }, { "a", evil }, { ("x"):rep(70000) },
    { text = "hi" }, { line = "hi", to = 1, kind = "k", from = "f" }, { text = 1 }, { line = "x", to = "x" },
    { text = "hi", to = { 1, 2, "x" } }, { text = "\255" }, { whole = true }, { ignore_case = true }, { audience = "others" },
    { audience = {} }, circle, deep, trap, setmetatable({}, { __index = function() return "x" end }),
    evil, function() end, string.rep, coroutine.create(evil), dead, coroutine.wrap(evil),
    room, room.everyone, room.others(1), room.members(), room.member(1) or NONE, message, message.author, old.message or NONE,
    old.member or NONE, old.matcher, old.regex, string, _G,
  }
end

-- Lists number 0, 1, 2 ...: none, each alone, a third of all pairs, and some of three and eight.
local function list(all, number)
  local n = #all
  if number == 0 then return {}, 0 end
  number = number - 1
  if number < n then return { all[number + 1] }, 1 end
  number = number - n
  local pairs = math.floor(n * n / 3)
  if number < pairs then return { all[number * 3 % n + 1], all[math.floor(number * 3 / n) + 1] }, 2 end
  number = number - pairs
  if number >= 600 then return nil end
  local count = number % 10 == 0 and 8 or 3
  local arguments = {}
  for i = 1, count do arguments[i] = all[(number * 31 + i * 17 + number * i * 7) % n + 1] end
  return arguments, count
end

local function call(f, arguments, count)
  for i = 1, count do if arguments[i] == NONE then arguments[i] = nil end end
  local ok, result = pcall(f, unpack(arguments, 1, count))
  if ok and type(result) == "number" and result == math.floor(result) then pcall(room.cancel, result) end
  return ok, result
end

local function target(name)
  local kind, method = name:match("^(%a+):(%a+)$")
  if not kind then return room[name] end
  local object = ({ matcher = old.matcher, regex = old.regex })[kind]
  return function(...) return object[method](object, ...) end
end

local function tried_formats()
  local calls = 0
  local function try(format)
    calls = calls + 1
    local ok, text = pcall(room.now, format)
    if ok and type(text) ~= "string" then error("no text for " .. format) end
  end
  for byte = 1, 255 do
    for _, flag in ipairs({ "", "E", "O", "-", "_", "0", "^", "#", "10", "300", "70000", "99999999999" }) do
      try("%" .. flag .. string.char(byte))
    end
  end
  for one = 32, 126 do
    for other = 32, 126 do try("%" .. string.char(one) .. "%" .. string.char(other)) end
  end
  assert(#room.now(("%c"):rep(100)) == 100 * #room.now("%c"), "a long text is cut")
  assert(room.now(("x"):rep(255)) == ("x"):rep(255) and room.now(("x"):rep(256)) == ("x"):rep(256))
  assert(room.now("") == "" and not pcall(room.now, ("%c"):rep(20000)))
  return calls
end

-- Of a call that asks for too much nothing is done, so the answer is given on the next event.
local answer = ""

return {
  on_message = function(message)
    if message.text == "answer?" then room.say("answer: " .. answer) return end
    old.matcher = old.matcher or room.matcher({ "a", "ada", "x" })
    old.regex = old.regex or room.regex("(x)|(a)")
    local name, first = message.text:match("^(%S+) (%d+)$")
    if name == "strftime" then answer = "done " .. tried_formats() return end
    local all, number, f = values(message), tonumber(first), target(name)
    for _ = 1, 500 do
      local arguments, count = list(all, number)
      if not arguments then
        answer = "done " .. number
        return
      end
      call(f, arguments, count)
      number = number + 1
    end
    old.message, old.member = message, message.author
    answer = number
  end,
}
)lua";

// The host's executable is beside the tests.
std::string host_program() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "moonroomd";
}

ring::PluginSource file(uint32_t id, const char* name, const char* source) {
  return {ring::Role::plugin, id, name, std::string("plugins/") + name + ".lua", source};
}

struct RealWorker {
  room::RoomState state;
  ring::WorkerJudge judge{{host_program(), 10s}, state};
  std::string notes;

  RealWorker() {
    judge.start({file(0, "caller", kCaller)}, process::moment());
    judge.submit(room::JoinEvent{1, "ada", *wire::parse_endpoint("127.0.0.1:1"), {}},
                 process::moment());
    next();
  }
  // A fresh state, for limits that apply per plugin.
  void reload() {
    static int version = 0;
    const auto source = std::string(kCaller) + "-- " + std::to_string(++version);
    judge.load(file(0, "caller", source.c_str()), process::moment());
  }
  room::Verdict next() {
    const auto until = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < until) {
      judge.flush();
      const auto* judged = judge.next();
      for (const auto& note : judge.drain_notes()) notes += note.text + '\n';
      if (judged && !std::holds_alternative<room::WorkerActivity>(judged->event))
        return judged->verdict;
      if (!judged) wait();
    }
    return {false, "no verdict", {}};
  }
  void wait() {
    if (judge.arm_wakeup()) {
      pollfd readable{judge.wake_descriptor(), POLLIN, 0};
      ::poll(&readable, 1, 10);
    }
    judge.disarm_wakeup();
    judge.clear_wake();
    judge.check_worker(process::moment());
  }
  // The plugin's answer, among everything that it was made to post.
  std::string ask(const std::string& text, uint64_t number) {
    judge.submit(room::MessageEvent{1, text, number}, process::moment());
    judge.submit(room::MessageEvent{1, "answer?", number}, process::moment());
    next();
    for (const auto& action : next().actions)
      if (const auto* post = std::get_if<room::Post>(&action)) {
        if (post->line.starts_with("answer: ")) return post->line.substr(8);
      }
    return "";
  }
};

std::vector<std::string> callable() {
  std::vector<std::string> names;
  for (const auto& function : script::api()) names.emplace_back(function.name);
  for (const char* method : {"matcher:find", "matcher:all", "matcher:replace", "matcher:mask",
                             "regex:match", "regex:find", "regex:all", "regex:replace"})
    names.emplace_back(method);
  return names;
}

}  // namespace

TEST_CASE(
    "every function handles every kind of argument in the real sandbox, without a time zone") {
  ::unsetenv("TZ");
  RealWorker worker;
  uint64_t number = 0;
  size_t calls = 0;
  for (const auto& name : callable()) {
    CAPTURE(name);
    worker.reload();
    for (std::string at = "0"; !at.starts_with("done ");) {
      CAPTURE(at);
      at = worker.ask(name + " " + at, ++number);
      INFO(worker.notes);
      REQUIRE(at != "");
      REQUIRE(worker.judge.restarts() == 0);
      if (at.starts_with("done ")) calls += std::stoul(at.substr(5));
    }
  }
  const auto formats = worker.ask("strftime 0", ++number);
  INFO(worker.notes);
  CHECK(formats.starts_with("done "));
  CHECK(worker.judge.restarts() == 0);
  MESSAGE(calls << " calls of " << callable().size()
                << " functions; formats of the time: " << formats);
}

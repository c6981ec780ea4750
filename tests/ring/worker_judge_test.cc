// The judge with a real worker process: failures of the worker, and that nothing is lost.
#include "ring/worker_judge.h"

#include <doctest/doctest.h>
#include <poll.h>
#include <signal.h>

#include <filesystem>
#include <string>
#include <thread>

#include "process/clocks.h"
#include "ring/plugin_lifecycle.h"

using namespace moonroom;
using namespace std::chrono_literals;

namespace {

// The host's executable is beside the tests.
std::string host_program() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "moonroomd";
}

struct Court {
  ring::WorkerSettings settings{host_program(), 50ms};
  room::RoomState state;
  ring::WorkerJudge judge{settings, state};
  std::vector<ring::PluginSource> files;
  std::string notes;

  // `verdict` applies joins and leaves that pass.
  void admit(room::MemberId who, const std::string& name, const wire::Endpoint& from) {
    state.room.restore({room::MemberRecord{who, name, from, false, {}, {}}}, who,
                       process::moment());
  }
  void plugin(const char* name, const char* source) {
    files.push_back({ring::Role::plugin, 0, name, std::string("plugins/") + name + ".lua", source});
  }
  // A plugin that repeats every announcement.
  void start() {
    plugin("echo", "return { on_announce = function(text) room.say(text) end }");
    judge.start(std::exchange(files, {}), process::moment());
  }
  void change(const char* name, const char* source) {
    judge.load({ring::Role::plugin, 0, name, std::string("plugins/") + name + ".lua", source},
               process::moment());
  }
  void submit(const std::string& text) {
    judge.submit(room::AnnouncementEvent{text}, process::moment());
  }

  // The next verdict, as the echo's text; waits for it.
  std::string verdict() {
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < until) {
      judge.flush();
      const auto judged = judge.next();
      if (judged) apply(*judged);
      if (judged && !std::holds_alternative<room::WorkerActivity>(judged->event))
        return words(judged->verdict);
      if (!judged) turn();
    }
    return "no verdict";
  }
  void apply(const room::Judged& judged) {
    if (const auto* joining = std::get_if<room::JoinEvent>(&judged.event);
        joining && judged.verdict.passed)
      admit(joining->who, joining->name, joining->from);
    if (const auto* leaving = std::get_if<room::LeaveEvent>(&judged.event))
      state.room.remove(leaving->who);
  }
  void turn() {
    if (judge.arm_wakeup()) {
      pollfd readable{judge.wake_descriptor(), POLLIN, 0};
      ::poll(&readable, 1, 10);
    }
    judge.disarm_wakeup();
    judge.clear_wake();
    judge.check_worker(process::moment());
    for (const auto& note : judge.drain_notes()) notes += note.text + '\n';
  }
  static std::string words(const room::Verdict& verdict) {
    std::string text = verdict.passed ? "" : "refused";
    for (const auto& action : verdict.actions)
      if (const auto* post = std::get_if<room::Post>(&action)) text += post->line;
    return text;
  }
  bool noted(std::string_view part) const { return notes.find(part) != std::string::npos; }
};

// A loop in C, which only the host can end.
#define LOOP_IN_C "('a'):rep(200):find(('.-'):rep(30) .. 'b')"

constexpr const char* kLoop =
    "return { order = 1, on_announce = function(text) if text == 'loop' then " LOOP_IN_C
    " end end }";

}  // namespace

TEST_CASE_FIXTURE(Court, "verdicts come in the order of the events") {
  start();
  for (int i = 0; i < 500; ++i) submit(std::to_string(i));
  for (int i = 0; i < 500; ++i) REQUIRE(verdict() == std::to_string(i));
  CHECK(judge.restarts() == 0);
}

TEST_CASE_FIXTURE(Court, "a killed worker loses nothing") {
  start();
  submit("before");
  CHECK(verdict() == "before");
  for (int i = 0; i < 20; ++i) {
    submit("a" + std::to_string(i));
    judge.flush();
    judge.worker().signal(SIGKILL);
    submit("b" + std::to_string(i));
    CHECK(verdict() == "a" + std::to_string(i));
    CHECK(verdict() == "b" + std::to_string(i));
  }
  CHECK(judge.restarts() > 0);
}

TEST_CASE_FIXTURE(Court, "a stopped worker is replaced") {
  start();
  submit("before");
  CHECK(verdict() == "before");
  judge.worker().signal(SIGSTOP);
  submit("after");
  CHECK(verdict() == "after");
  CHECK(judge.restarts() == 1);
  turn();
  CHECK(noted("made no progress"));
}

TEST_CASE_FIXTURE(Court, "a response that arrived before the check counts as progress") {
  plugin("slow",
         "return { order = 90, on_announce = function(text)\n"
         "  local x = 0 if text == 'slow' then for i = 1, 1e8 do x = (x * 3 + i) % 1000 end end\n"
         "end }");
  start();
  submit("before");
  CHECK(verdict() == "before");
  const auto moment = process::moment();
  judge.submit(room::AnnouncementEvent{"slow"}, moment);
  judge.flush();
  // For the watchdog, time stands still until it is done.
  while (judge.arm_wakeup()) {
    judge.check_worker(moment);
    std::this_thread::sleep_for(1ms);
  }
  judge.disarm_wakeup();
  for (int look = 1; look <= 5; ++look)
    judge.check_worker(moment + look * ring::kWatchInterval * 2);
  CHECK(judge.restarts() == 0);
  CHECK(verdict() == "slow");
}

TEST_CASE_FIXTURE(Court, "a plugin that loops is named, and the event judged without it") {
  plugin("evil", kLoop);
  start();
  submit("first");
  submit("loop");
  submit("last");
  CHECK(verdict() == "first");
  CHECK(verdict() == "loop");
  CHECK(verdict() == "last");
  turn();
  CHECK(noted("plugins/evil.lua: the plugin worker made no progress"));
}

TEST_CASE_FIXTURE(Court, "a loop in Lua costs its plugin a fault, and no other plugin anything") {
  plugin("counts",
         "local n = 0 return { order = 1, on_announce = function() n = n + 1 room.say(n .. ' ') "
         "end }");
  plugin("evil",
         "return { order = 2, on_announce = function(text)\n"
         "  if text == 'loop' then while true do end end\nend }");
  start();
  submit("loop");
  submit("after");
  CHECK(verdict() == "1 loop");
  CHECK(verdict() == "2 after");
  turn();
  CHECK(judge.restarts() == 0);
  CHECK(noted("evil: on_announce: plugins/evil.lua:2: took longer than 50 ms and was stopped"));
  CHECK(judge.plugins().all()[1].faults == 1);
}

TEST_CASE_FIXTURE(Court, "three faults in a minute bench a plugin, and it can be resumed") {
  plugin("evil", kLoop);
  start();
  for (int i = 0; i < 4; ++i) {
    submit("loop");
    CHECK(verdict() == "loop");
  }
  turn();
  CHECK(noted("plugins/evil.lua is benched"));
  CHECK(judge.restarts() == 3);
  CHECK(judge.plugins().all()[0].state == ring::State::benched);
  CHECK(judge.resume("evil", process::moment()));
  submit("loop");
  CHECK(verdict() == "loop");
  CHECK(judge.restarts() == 4);
  CHECK_FALSE(judge.resume("nobody", process::moment()));
}

TEST_CASE_FIXTURE(Court,
                  "a plugin that loops whenever it is loaded is left out after three times") {
  plugin("evil", LOOP_IN_C);
  start();
  submit("hello");
  CHECK(verdict() == "hello");
  CHECK(judge.restarts() == 3);
  CHECK(judge.plugins().all()[0].state == ring::State::benched);
}

TEST_CASE_FIXTURE(Court, "errors are noted with plugin, file and line, and bench in the end") {
  plugin("bad", "return { on_announce = function()\n error('oops') end }");
  start();
  for (int i = 0; i < 5; ++i) {
    submit("x");
    CHECK(verdict() == "x");
  }
  turn();
  CHECK(noted("bad: on_announce: plugins/bad.lua:2: oops"));
  CHECK(noted("is benched"));
  CHECK(judge.plugins().all()[0].faults == 3);
}

TEST_CASE_FIXTURE(Court, "a new worker knows who is in the room") {
  plugin("list", R"(return { filter_join = function(m) if m.name == 'eve' then return false end end,
    on_announce = function()
      for _, m in ipairs(room.members()) do room.say(m.name .. ' ') end end })");
  start();
  const auto join = [&](room::MemberId who, const char* name) {
    judge.submit(room::JoinEvent{who, name, *wire::parse_endpoint("127.0.0.1:1"), {}},
                 process::moment());
  };
  join(1, "ada");
  CHECK(verdict() == "");
  judge.worker().signal(SIGKILL);
  submit("x");
  CHECK(verdict() == "xada ");
  join(2, "bob");
  join(3, "eve");
  judge.submit(room::LeaveEvent{1, room::LeaveReason::quit}, process::moment());
  submit("y");
  CHECK(verdict() == "");  // All have been judged by now, but only the first is applied.
  judge.worker().signal(SIGKILL);
  submit("z");
  CHECK(verdict() == "refused");
  CHECK(verdict() == "");
  CHECK(verdict() == "ybob ");
  CHECK(verdict() == "zbob ");
}

TEST_CASE("without a worker program there is no verdict, but a note, and no crash") {
  room::RoomState state;
  ring::WorkerJudge judge({"/no/such/program"}, state);
  judge.start({}, process::moment());
  judge.submit(room::AnnouncementEvent{"x"}, process::moment());
  judge.flush();
  CHECK_FALSE(judge.next());
  judge.check_worker(process::moment());
  const auto notes = judge.drain_notes();
  REQUIRE_FALSE(notes.empty());
  CHECK(notes.front().text.find("no plugin worker can be started") == 0);
}

TEST_CASE_FIXTURE(Court, "the queue is bounded") {
  start();
  for (int i = 0; i < 1024; ++i) submit("x");
  CHECK(judge.busy());
  CHECK(verdict() == "x");
  CHECK_FALSE(judge.busy());
}

TEST_CASE_FIXTURE(Court, "shutdown unloads the plugins and ends the worker") {
  plugin("last", "return { on_unload = function() room.log('bye') end }");
  start();
  submit("x");
  CHECK(verdict() == "x");
  judge.shutdown(process::moment());
  judge.flush();
  std::string said;
  while (judge.waiting() && judge.restarts() == 0) turn();
  while (const auto judged = judge.next())
    for (const auto& action : judged->verdict.actions)
      if (const auto* line = std::get_if<room::LogLine>(&action)) said += line->text;
  CHECK(said == "bye");
  CHECK(notes == "");
  CHECK(judge.restarts() == 0);
}

TEST_CASE_FIXTURE(Court, "a worker that shut down as requested is not blamed for later events") {
  plugin("last", "return { on_announce = function() room.say('heard') end }");
  start();
  submit("x");
  CHECK(verdict() == "xheard");
  judge.shutdown(process::moment());
  submit("behind");
  CHECK(verdict() == "behindheard");
  CHECK_FALSE(noted("while this plugin ran"));
  CHECK_FALSE(noted("exit status 0"));
  CHECK(judge.plugins().all()[0].faults == 0);
}

// The records for the next host, by the plugin's number.
TEST_CASE_FIXTURE(Court, "shutdown returns the result of each plugin's on_unload") {
  plugin("keeper", "return { on_unload = function() return { n = 3 } end }");
  plugin("breaker", "return { on_unload = function() error('x') end }");
  start();
  submit("x");
  CHECK(verdict() == "x");
  judge.shutdown(process::moment(), ring::LoadReason::upgrade);
  judge.flush();
  while (judge.waiting()) turn();
  std::map<uint32_t, ring::PluginSource> next;
  while (const auto judged = judge.next())
    for (const auto& action : judged->verdict.actions)
      if (const auto* life = std::get_if<room::Lifecycle>(&action))
        ring::inherit(next[life->owner], life->record);
  REQUIRE(next.size() == 3);
  for (const auto& [id, file] : next) CHECK(file.why == ring::LoadReason::upgrade);
  CHECK(next[0].saved.field("n"));
  CHECK(next[1].saved.is_nil());
  CHECK(judge.restarts() == 0);
}

constexpr const char* kTeller =
    "local it = 'nothing' return { order = 1, on_load = function(saved, why) "
    "it = tostring(saved) .. ' ' .. why .. ' ' .. #room.members() .. ' ' .. #room.history() end, "
    "on_announce = function() room.say(it .. ' ') end }";

TEST_CASE_FIXTURE(Court, "members, history, the saved value and the reason are known in on_load") {
  admit(7, "ada", *wire::parse_endpoint("127.0.0.1:1"));
  state.log.append(room::Post{"notice", "", "a", "a", {}}, {});
  plugin("teller", kTeller);
  files.back().saved = "left";
  files.back().why = ring::LoadReason::restart;
  start();
  submit("x");
  CHECK(verdict() == "left restart 1 1 x");
  judge.worker().signal(SIGKILL);
  submit("x");
  CHECK(verdict().starts_with("nil crash 1 "));
}

TEST_CASE_FIXTURE(Court, "a benched plugin that is resumed gets its saved value") {
  plugin("evil",
         "local n = 0 return { order = 1, on_load = function(saved) n = saved or 0 end, "
         "on_unload = function() return n end, on_announce = function(text) n = n + 1 "
         "if text == 'bad' then error('x') end room.say(n .. ' ') end }");
  start();
  for (int i = 0; i < 3; ++i) {
    submit("bad");
    verdict();
  }
  submit("x");
  CHECK(verdict() == "x");
  judge.resume("evil", process::moment());
  submit("x");
  CHECK(verdict() == "4 x");
}

// ── Files that change ───────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(Court, "a new version is live with the next event, and a bad one is not") {
  plugin("evil", "return { order = 1, on_announce = function() room.say('one ') end }");
  start();
  submit("x");
  CHECK(verdict() == "one x");
  change("evil", "return { order = 1, on_announce = function() room.say('two ') end }");
  submit("x");
  CHECK(verdict() == "two x");
  change("evil", "return { order = 1, on_announce = function( }");
  submit("x");
  CHECK(verdict() == "two x");
  turn();
  CHECK(noted("the version before it goes on"));
  CHECK(judge.plugins().all()[0].state == ring::State::on);
}

TEST_CASE_FIXTURE(Court, "a version that kills its worker leaves the one before it on") {
  plugin("evil", "return { order = 1, on_announce = function() room.say('one ') end }");
  start();
  submit("x");
  CHECK(verdict() == "one x");
  change("evil", LOOP_IN_C);
  submit("x");
  CHECK(verdict() == "one x");
  turn();
  CHECK(judge.restarts() == 1);
  CHECK(judge.plugins().all()[0].reason.find("killed the worker") != std::string::npos);
}

TEST_CASE_FIXTURE(Court, "a removed file is unloaded, even when it loops") {
  plugin("evil", "return { order = 1, on_unload = function() " LOOP_IN_C
                 " end, "
                 "on_announce = function() room.say('evil ') end }");
  start();
  submit("x");
  CHECK(verdict() == "evil x");
  judge.unload("plugins/evil.lua", process::moment());
  submit("x");
  CHECK(verdict() == "x");
  CHECK(judge.plugins().all()[0].state == ring::State::gone);
  CHECK_FALSE(judge.find_by_name("evil"));
}

TEST_CASE_FIXTURE(Court, "a version that crashes in on_unload keeps no new one out") {
  // The pattern backtracks in C, where no hook runs.
  plugin(
      "evil",
      "return { order = 1, on_unload = function() (('a'):rep(40)):find(('a-'):rep(30) .. 'b') end, "
      "on_announce = function() room.say('one ') end }");
  start();
  submit("x");
  CHECK(verdict() == "one x");
  change("evil", "return { order = 1, on_announce = function() room.say('two ') end }");
  submit("x");
  CHECK(verdict() == "two x");
  turn();
  CHECK(judge.restarts() == 1);
  CHECK(noted("while this plugin was unloaded"));
  CHECK(noted("plugins/evil.lua is live"));
  CHECK(judge.plugins().all()[0].faults == 0);
}

TEST_CASE_FIXTURE(Court, "a version that was refused is never reported as live") {
  plugin("evil", "return { order = 1, on_announce = function() room.say('one ') end }");
  start();
  submit("x");
  CHECK(verdict() == "one x");
  for (const char* refused :
       {"(('a'):rep(40)):find(('a-'):rep(30) .. 'b')", "error('x')", "return {",
        "return { on_loaf = 1 }", "return { on_load = function() error('x') end }",
        "return { on_load = function() (('a'):rep(40)):find(('a-'):rep(30) .. 'b') end }"}) {
    CAPTURE(refused);
    change("evil", refused);
    submit("x");
    CHECK(verdict() == "one x");
    turn();
  }
  CHECK_FALSE(noted("is live"));
}

TEST_CASE_FIXTURE(Court, "a new worker loads the newest version that worked") {
  plugin("evil", "return { order = 1, on_announce = function() room.say('one ') end }");
  start();
  change("evil", "return { order = 1, on_announce = function() room.say('two ') end }");
  submit("x");
  CHECK(verdict() == "two x");
  judge.worker().signal(SIGKILL);
  submit("x");
  CHECK(verdict() == "two x");
}

// ── The fast path ───────────────────────────────────────────────────────────────────────────────

namespace {

// A room with a template for messages; `ann` is in it.
struct Talk : Court {
  Talk() {
    files.push_back({ring::Role::script, 0, "relay", "scripts/relay.lua",
                     "return { on_message = { line = '{name}: {text}' } }"});
  }
  void open() {
    start();
    judge.submit(room::JoinEvent{1, "ann", {}, room::NameConflict::none}, process::moment());
    CHECK(verdict() == "");
  }
  void say(const char* text) { judge.submit(room::MessageEvent{1, text, 1, 0}, process::moment()); }
  // The verdicts that are there without waiting.
  std::string at_once() {
    const auto* judged = judge.next();
    return judged ? words(judged->verdict) : "nothing";
  }
};

// One message was judged by the fast path and posted; on an announcement a plugin posts its whole
// history.
struct LookBack : Talk {
  LookBack() {
    plugin("past", R"(return { on_announce = function()
    for _, entry in ipairs(room.history()) do room.say(entry.line .. ';') end end })");
    open();
    say("one");
    CHECK(at_once() == "ann: one");
    state.log.append(room::Post{"message", "", "", "ann: one", {}}, WallTime());
  }
};

}  // namespace

TEST_CASE_FIXTURE(Talk, "a line that no plugin needs to see is judged at once") {
  open();
  const auto calls = judge.counters_of(*judge.find_by_name("relay")).calls;
  say("hi");
  CHECK(at_once() == "ann: hi");
  CHECK(judge.counters_of(*judge.find_by_name("relay")).calls == calls + 1);
  CHECK_FALSE(judge.waiting());
}

TEST_CASE_FIXTURE(Talk, "the fast path works while the worker is stopped") {
  open();
  judge.worker().signal(SIGSTOP);
  for (int i = 0; i < 100; ++i) {
    say("hi");
    CHECK(at_once() == "ann: hi");
  }
}

TEST_CASE_FIXTURE(Talk, "the fast path does not overtake queued events") {
  open();
  judge.worker().signal(SIGSTOP);
  submit("first");
  say("second");
  CHECK(at_once() == "nothing");
  judge.worker().signal(SIGCONT);
  CHECK(verdict() == "first");
  CHECK(verdict() == "ann: second");
}

TEST_CASE_FIXTURE(Talk, "a plugin judges lines from its load to its unload") {
  open();
  say("one");
  CHECK(at_once() == "ann: one");
  change("loud", "return { filter_message = function(m) return m.text:upper() end }");
  say("two");
  CHECK(at_once() == "nothing");
  CHECK(verdict() == "ann: TWO");
  say("three");
  CHECK(verdict() == "ann: THREE");
  judge.unload("plugins/loud.lua", process::moment());
  say("four");
  CHECK(verdict() == "ann: four");
  say("five");
  CHECK(at_once() == "ann: five");
}

TEST_CASE_FIXTURE(Talk, "the newest template is used") {
  open();
  judge.load({ring::Role::script, 0, "relay", "scripts/relay.lua",
              "return { on_message = { line = '{name} says {text}' } }"},
             process::moment());
  say("hi");
  CHECK(verdict() == "ann says hi");
  say("hi");
  CHECK(at_once() == "ann says hi");
}

TEST_CASE_FIXTURE(LookBack, "a plugin's history includes lines of the fast path") {
  say("two");  // Judged, and not in the room's log yet.
  submit("x");
  CHECK(at_once() == "ann: two");
  CHECK(verdict() == "xann: one;ann: two;");
}

TEST_CASE_FIXTURE(LookBack, "a new worker gets lines of the fast path once") {
  judge.worker().signal(SIGKILL);
  while (judge.restarts() == 0) turn();
  submit("x");
  CHECK(verdict() == "xann: one;");
}

TEST_CASE_FIXTURE(Talk, "verdicts of the fast path are bounded like the queue") {
  open();
  for (int i = 0; i < 1023; ++i) say("hi");
  CHECK_FALSE(judge.busy());
  say("hi");
  CHECK(judge.busy());
}

// ── Surviving a worker ──────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(Court, "the next worker's plugin has the stored data") {
  plugin("keeper", R"(return { order = 1, on_announce = function(text)
    room.say((room.store.last or 'nothing') .. ' ') room.store.last = text end })");
  start();
  submit("a");
  CHECK(verdict() == "nothing a");
  judge.worker().signal(SIGKILL);
  submit("b");
  CHECK(verdict() == "a b");
}

TEST_CASE_FIXTURE(Court, "the next worker knows the public history") {
  plugin("past", R"(return { order = 1, on_announce = function()
    for _, entry in ipairs(room.history()) do room.say(entry.line .. ' ') end end })");
  start();
  state.log.append(room::Post{"notice", "", "before", "before", {}}, WallTime(), 7);
  submit("x");
  CHECK(verdict() == "x");
  judge.worker().signal(SIGKILL);
  submit("y");
  CHECK(verdict() == "before y");
}

TEST_CASE_FIXTURE(Court, "timers and jobs of a dead worker are dropped") {
  plugin("waiter", R"(return { order = 1, on_announce = function()
    room.after(1, function() room.say('fired') end) end })");
  start();
  submit("x");
  CHECK(verdict() == "x");
  judge.worker().signal(SIGKILL);
  judge.submit(room::TimerDue{0, 1}, process::moment());
  judge.submit(room::JobDone{0, 1, "", {}}, process::moment());
  submit("y");
  CHECK(verdict() == "");
  CHECK(verdict() == "");
  CHECK(verdict() == "y");
}

TEST_CASE_FIXTURE(Court, "killing a worker from outside blames no plugin") {
  plugin(
      "slow",
      "return { order = 1, on_announce = function() for i = 1, 3e6 do end room.say('slow ') end }");
  start();
  submit("first");
  CHECK(verdict() == "slow first");
  for (int i = 0; i < 10; ++i) {
    submit("x");
    judge.flush();
    judge.worker().signal(SIGKILL);
    CHECK(verdict() == "slow x");
  }
  CHECK(judge.plugins().all()[0].faults == 0);
}

TEST_CASE_FIXTURE(Court, "calls are counted over the lives of workers") {
  start();
  for (int i = 0; i < 5; ++i) {
    submit("x");
    CHECK(verdict() == "x");
  }
  judge.worker().signal(SIGKILL);
  submit("y");
  CHECK(verdict() == "y");
  const auto use = judge.counters_of(judge.plugins().all()[0]);
  CHECK(use.calls >= 6);  // Loading counts too.
  CHECK(use.calls <= 9);
  CHECK(use.memory > 0);
  CHECK(use.longest > 0ns);
}

TEST_CASE_FIXTURE(Court, "the plugins that changed or refused a message are logged") {
  plugin("calm", R"(return { filter_message = function(m)
    if m.text == 'no' then return false, 'not here' end
    if m.text == 'LOUD' then return 'loud' end end })");
  start();
  judge.submit(room::JoinEvent{1, "ada", *wire::parse_endpoint("127.0.0.1:1"), {}},
               process::moment());
  CHECK(verdict() == "");
  for (const auto& [text, number] : {std::pair("fine", 1), {"LOUD", 2}, {"no", 3}})
    judge.submit(room::MessageEvent{1, text, static_cast<uint64_t>(number)}, process::moment());
  for (int i = 0; i < 3; ++i) verdict();
  CHECK_FALSE(judge.filter_log().find(1));
  REQUIRE(judge.filter_log().find(2));
  CHECK(judge.filter_log().find(2)->effects.front().text == "loud");
  CHECK(judge.filter_log().find(2)->name == "ada");
  REQUIRE(judge.filter_log().find(3));
  CHECK(judge.filter_log().find(3)->effects.front().kind == ring::FilterEffect::Kind::refused);
}

// ── fail = "closed" ─────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(Court, "an event on which a closed filter crashed is refused") {
  plugin(
      "guard",
      "return { fail = 'closed', filter_message = function(m) if m.text == 'loop' then " LOOP_IN_C
      " end end }");
  start();
  judge.submit(room::JoinEvent{1, "ada", *wire::parse_endpoint("127.0.0.1:1"), {}},
               process::moment());
  CHECK(verdict() == "");
  judge.submit(room::MessageEvent{1, "loop", 1}, process::moment());
  judge.submit(room::MessageEvent{1, "fine", 2}, process::moment());
  CHECK(verdict() == "refused");
  CHECK(verdict() == "");
}

TEST_CASE_FIXTURE(Court, "a benched closed filter refuses its events") {
  plugin("guard", "return { fail = 'closed', filter_message = function(m) error('x') end }");
  start();
  const char* names[] = {"ada", "bob", "cy"};
  for (uint64_t id = 1; id <= 3; ++id) {
    judge.submit(room::JoinEvent{id, names[id - 1], *wire::parse_endpoint("127.0.0.1:1"),
                                 room::NameConflict::none},
                 process::moment());
    CHECK(verdict() == "");
  }
  const auto say = [&](uint64_t id) {
    judge.submit(room::MessageEvent{id, "x", 1}, process::moment());
    CHECK(verdict() == "refused");
  };
  // A single member benches nothing.
  for (int i = 0; i < 5; ++i) say(1);
  CHECK(judge.plugins().all()[0].state == ring::State::on);
  say(2);
  say(3);
  say(1);
  CHECK(judge.plugins().all()[0].state == ring::State::benched);
  submit("announcements are none of its business");
  CHECK(verdict() == "announcements are none of its business");
}

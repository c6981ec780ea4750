// The judge with a real worker process: what happens to it, and that nothing is lost.
#include "ring/worker_judge.h"

#include <doctest/doctest.h>
#include <poll.h>
#include <signal.h>

#include <filesystem>
#include <string>

using namespace moonroom;
using namespace std::chrono_literals;

namespace {

Moment clocks() {
  return {std::chrono::steady_clock::now(), std::chrono::time_point_cast<std::chrono::milliseconds>(
                                                std::chrono::system_clock::now())};
}

// The host lies beside the tests.
std::string host_program() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "moonroomd";
}

struct Court {
  ring::WorkerSettings settings{host_program(), 50ms};
  std::vector<room::Entry> past;
  ring::WorkerJudge judge{settings, [this] { return past; }};
  std::vector<ring::Load> files;
  std::string notes;

  void plugin(const char* name, const char* source) {
    files.push_back({ring::Role::plugin, 0, name, std::string("plugins/") + name + ".lua", source});
  }
  // An honest plugin: everything that is announced it repeats.
  void start() {
    plugin("echo", "return { on_announce = function(text) room.say(text) end }");
    judge.start(std::exchange(files, {}), clocks());
  }
  void submit(const std::string& text) { judge.submit(room::Announcing{text}, clocks()); }

  // The next verdict, as what the echo said; waits until there is one.
  std::string verdict() {
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < until) {
      judge.flush();
      const auto judged = judge.next();
      if (judged && !std::holds_alternative<room::Tended>(judged->event))
        return words(judged->verdict);
      if (!judged) turn();
    }
    return "no verdict";
  }
  void turn() {
    if (judge.prepare_to_sleep()) {
      pollfd readable{judge.wake_descriptor(), POLLIN, 0};
      ::poll(&readable, 1, 10);
    }
    judge.awake();
    judge.clear_wake();
    judge.watch(clocks());
    for (const auto& note : judge.take_notes()) notes += note.text + '\n';
  }
  static std::string words(const room::Verdict& verdict) {
    std::string text = verdict.passed ? "" : "refused";
    for (const auto& action : verdict.actions)
      if (const auto* post = std::get_if<room::Post>(&action)) text += post->line;
    return text;
  }
  bool noted(std::string_view part) const { return notes.find(part) != std::string::npos; }
};

constexpr const char* kLoop =
    "return { order = 1, on_announce = function(text) if text == 'loop' then while true do end end "
    "end }";

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
  CHECK(noted("stood still"));
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
  CHECK(noted("plugins/evil.lua: the plugin worker stood still"));
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
  CHECK(judge.resume("evil", clocks()));
  submit("loop");
  CHECK(verdict() == "loop");
  CHECK(judge.restarts() == 4);
  CHECK_FALSE(judge.resume("nobody", clocks()));
}

TEST_CASE_FIXTURE(Court,
                  "a plugin that loops whenever it is loaded is left out after three times") {
  plugin("evil", "while true do end");
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
  plugin("count", "return { on_announce = function() room.say(#room.members() .. ' ') end }");
  start();
  judge.submit(room::Joining{1, "ada", *wire::parse_endpoint("127.0.0.1:1"), {}}, clocks());
  CHECK(verdict() == "");
  judge.worker().signal(SIGKILL);
  submit("x");
  CHECK(verdict() == "1 x");
}

TEST_CASE("without a program there is no verdict, but a note, and nothing falls over") {
  ring::WorkerJudge judge({"/no/such/program"}, nullptr);
  judge.start({}, clocks());
  judge.submit(room::Announcing{"x"}, clocks());
  judge.flush();
  CHECK_FALSE(judge.next());
  judge.watch(clocks());
  const auto notes = judge.take_notes();
  REQUIRE_FALSE(notes.empty());
  CHECK(notes.front().text.find("no plugin worker can be started") == 0);
}

TEST_CASE_FIXTURE(Court, "what is waiting has an end") {
  start();
  for (int i = 0; i < 1024; ++i) submit("x");
  CHECK(judge.busy());
  CHECK(verdict() == "x");
  CHECK_FALSE(judge.busy());
}

TEST_CASE_FIXTURE(Court, "at the end plugins are unloaded and the worker goes") {
  plugin("last", "return { on_unload = function() room.log('bye') end }");
  start();
  submit("x");
  CHECK(verdict() == "x");
  judge.farewell(clocks());
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

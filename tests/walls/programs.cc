// Runs random programs (program_generator.h), each twice, in fresh states in a worker's sandbox,
// and compares the results. With --compiler it runs each once with LuaJIT's compiler and once
// without, to check that the programs would find its faults; without the sandbox then, which
// forbids the compiler's system calls.
//
//   random_programs COUNT [SEED]
//   random_programs --compiler COUNT [SEED]
//   random_programs --show SEED     prints the program and two results, without the sandbox
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <lua.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "script/plugin_host.h"
#include "script/process_sandbox.h"
#include "script/time_limit.h"
#include "support/plugin_host_fixture.h"
#include "walls/program_generator.h"

namespace {

using namespace moonroom;
using namespace std::chrono_literals;

constexpr script::PluginLimits kLimits{32u << 20, false, 200ms};

// The result of a program, or nullopt when it was stopped or ran out of memory: where that happens
// depends on the garbage collector.
std::string outcome_in(support::PluginHostFixture& room, const std::string& source) {
  const auto id = room.next_id;
  const auto loaded = room.load("program", source.c_str());
  const auto text = loaded + room.announce("") + room.fault();
  room.unload(id);
  room.next_id = id;  // Faults are reported with it.
  for (const auto* cut : {"and was stopped", "not enough memory"})
    if (text.find(cut) != text.npos) return "";
  return text;
}

std::string outcome_of(const std::string& source, bool compiled) {
  std::unique_ptr<lua_State, void (*)(lua_State*)> state(luaL_newstate(), lua_close);
  lua_State* L = state.get();
  luaL_openlibs(L);
  luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | (compiled ? LUAJIT_MODE_ON : LUAJIT_MODE_OFF));
  constexpr const char* kRun =
      "local source, said = ... "
      "room = { say = function(text) said = text end } "
      "local ids, n = {}, 0 "
      "tostring = function(v) if type(v) ~= 'table' and type(v) ~= 'function' then return v .. '' "
      "end "
      "return type(v) end "
      "assert(loadstring(source, '@program'))().on_announce() return said";
  const auto size = std::strlen(kRun);
  if (luaL_loadbuffer(L, kRun, size, "run") != 0) return "cannot run";
  lua_pushlstring(L, source.data(), source.size());
  lua_pcall(L, 1, 1, 0);
  const char* text = lua_tostring(L, -1);
  return text ? text : "";
}

struct Count {
  uint64_t same = 0;
  uint64_t different = 0;
  uint64_t stopped = 0;
};

void note(Count& count, uint64_t seed, const std::string& first, const std::string& second) {
  if (first.empty() || second.empty()) {
    ++count.stopped;
    return;
  }
  ++(first == second ? count.same : count.different);
  if (first == second || count.different > 3) return;
  size_t at = 0;
  while (first[at] == second[at]) ++at;
  at -= std::min<size_t>(at, 40);
  fmt::print(stderr, "seed {} differs:\n  {}\n  {}\n", seed, first.substr(at, 120),
             second.substr(at, 120));
}

// ── In the sandbox ──────────────────────────────────────────────────────────────────────────────

// The sandboxed process writes this after each program.
struct Step {
  uint64_t seed = 0;
  bool same = false;
  bool stopped = false;
};

[[noreturn]] void run_confined(uint64_t first, uint64_t count, int output) {
  const script::CpuTimer timer;
  support::PluginHostFixture room(kLimits);
  script::enter_sandbox({size_t{1} << 30, 0, output});
  for (uint64_t seed = first; seed < first + count; ++seed) {
    const auto source = walls::random_program(seed);
    const auto one = outcome_in(room, source);
    const auto two = outcome_in(room, source);
    const Step step{seed, one == two, one.empty() || two.empty()};
    if (::write(output, &step, sizeof step) != sizeof step) break;
  }
  ::_exit(0);
}

int run_behind_walls(uint64_t count, uint64_t first) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return 1;
  const pid_t child = ::fork();
  if (child == 0) run_confined(first, count, ends[1]);
  const UniqueFd input(ends[0]);
  UniqueFd(ends[1]).reset();
  Count counted;
  uint64_t next = first;
  for (Step step; ::read(input.get(), &step, sizeof step) == sizeof step; next = step.seed + 1) {
    ++(step.stopped ? counted.stopped : step.same ? counted.same : counted.different);
    if (!step.same && !step.stopped) fmt::print("seed {} is not the same twice\n", step.seed);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  fmt::print("{} programs twice: {} the same, {} different, {} stopped\n", next - first,
             counted.same, counted.different, counted.stopped);
  const bool ended = WIFEXITED(status) && WEXITSTATUS(status) == 0 && next == first + count;
  if (!ended)
    fmt::print("seed {} ended the process: {}\n", next,
               WIFSIGNALED(status) ? ::strsignal(WTERMSIG(status)) : "exit");
  // A stopped program only lacked time: a few do on a busy machine.
  return ended && counted.different == 0 && counted.stopped <= count / 10 ? 0 : 1;
}

int compare_with_compiler(uint64_t count, uint64_t first) {
  Count counted;
  for (uint64_t seed = first; seed < first + count; ++seed) {
    const auto source = walls::random_program(seed);
    note(counted, seed, outcome_of(source, false), outcome_of(source, true));
  }
  fmt::print(
      "{} programs interpreted and compiled: {} the same, {} different, {} without a result\n",
      count, counted.same, counted.different, counted.stopped);
  return 0;
}

int show_program(uint64_t seed) {
  const auto source = walls::random_program(seed);
  const script::CpuTimer timer;
  support::PluginHostFixture room(kLimits);
  const auto first = outcome_in(room, source);
  fmt::print("{}\n{}\n{}\n", source, first, outcome_in(room, source));
  return 0;
}

uint64_t number(const char* word) {
  return std::strtoull(word, nullptr, 10);
}

}  // namespace

int main(int argc, char** argv) {
  const bool show = argc == 3 && std::string_view(argv[1]) == "--show";
  const bool compiler = argc > 2 && std::string_view(argv[1]) == "--compiler";
  const int at = compiler ? 2 : 1;
  if (show) return show_program(number(argv[2]));
  if (argc <= at || argc > at + 2) {
    fmt::print(stderr, "random_programs [--compiler] COUNT [SEED]\n");
    return 2;
  }
  const uint64_t seed = argc > at + 1 ? number(argv[at + 1]) : 1;
  return compiler ? compare_with_compiler(number(argv[at]), seed)
                  : run_behind_walls(number(argv[at]), seed);
}

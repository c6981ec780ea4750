#include "script/time_limit.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/time.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace moonroom::script {
namespace {

constexpr uint64_t kNoEnd = UINT64_MAX;

// The state of the signal handler; global, because there is one SIGPROF.
std::atomic<uint64_t> ticks{0};
std::atomic<uint64_t> end_tick{kNoEnd};
std::atomic<lua_State*> running{nullptr};
static_assert(std::atomic<uint64_t>::is_always_lock_free);
static_assert(std::atomic<lua_State*>::is_always_lock_free);

// Of the current call. Accessed only outside the handler.
Duration limit_in_hand{};
std::string stop_text;

std::string in_words(Duration time) {
  if (time % std::chrono::seconds(1) == Duration::zero())
    return fmt::format("{} s", time / std::chrono::seconds(1));
  return fmt::format("{} ms", time / std::chrono::milliseconds(1));
}

// Pushes the current line of the plugin, "FILE:LINE: ". The hook can run at the entry of a C
// function, which has no line, or in the sandbox's own Lua code, whose chunk names begin with "=";
// then it pushes the line of the caller.
void push_place(lua_State* L) {
  lua_Debug frame{};
  int level = 0;
  for (; lua_getstack(L, level, &frame) == 1; ++level)
    if (lua_getinfo(L, "Sl", &frame) == 1 && frame.currentline > 0 && *frame.source != '=') break;
  luaL_where(L, level);
}

// The first stop has the line to blame; later ones only unwind the code that swallowed it.
void note_stop(lua_State* L) {
  push_place(L);
  lua_pushfstring(L, "%stook longer than %s and was stopped", lua_tostring(L, -1),
                  in_words(limit_in_hand).c_str());
  luaL_traceback(L, L, lua_tostring(L, -1), 0);
  stop_text = lua_tostring(L, -1);
  lua_pop(L, 3);
}

// The count hook. It stays set until the call has ended.
void stop(lua_State* L, lua_Debug*) {
  if (stop_text.empty()) note_stop(L);
  lua_pushliteral(L, "took too long and was stopped");
  lua_error(L);
}

// LuaJIT allows lua_sethook in a signal handler: it writes a few fields and the dispatch table.
void arm(lua_State* L) {
  lua_sethook(L, stop, LUA_MASKCOUNT, 1);
}

bool is_over() {
  return ticks.load(std::memory_order_relaxed) >= end_tick.load(std::memory_order_relaxed);
}

void on_tick(int) {
  ticks.fetch_add(1, std::memory_order_relaxed);
  lua_State* L = running.load(std::memory_order_relaxed);
  if (L && is_over()) arm(L);
}

void set_timer(std::chrono::microseconds interval) {
  const timeval each{0, static_cast<suseconds_t>(interval.count())};
  const itimerval timer{each, each};
  if (::setitimer(ITIMER_PROF, &timer, nullptr) != 0)
    throw std::system_error(errno, std::generic_category(), "setitimer");
}

}  // namespace

CpuTimer::CpuTimer() {
  struct sigaction action {};
  action.sa_handler = on_tick;
  action.sa_flags = SA_RESTART;
  if (::sigaction(SIGPROF, &action, nullptr) != 0)
    throw std::system_error(errno, std::generic_category(), "sigaction");
  set_timer(kCpuTick);
}

CpuTimer::~CpuTimer() {
  const itimerval none{};
  ::setitimer(ITIMER_PROF, &none, nullptr);
}

// One tick more than the limit: the first tick can come at once.
CallTime::CallTime(Duration limit) {
  limit_in_hand = limit;
  stop_text.clear();
  if (limit == Duration::zero()) return;
  const auto whole = static_cast<uint64_t>((limit + kCpuTick - Duration(1)) / kCpuTick);
  end_tick.store(ticks.load(std::memory_order_relaxed) + whole + 1, std::memory_order_relaxed);
}

CallTime::~CallTime() {
  end_tick.store(kNoEnd, std::memory_order_relaxed);
  stop_text.clear();
}

Stoppable::Stoppable(lua_State* L)
    : state_(L), outer_(running.exchange(L, std::memory_order_relaxed)) {
  if (is_over()) arm(L);
}

Stoppable::~Stoppable() {
  running.store(outer_, std::memory_order_relaxed);
  if (lua_gethook(state_)) lua_sethook(state_, nullptr, 0, 0);
}

std::optional<std::string> Stoppable::stopped() const {
  if (stop_text.empty()) return std::nullopt;
  return stop_text;
}

bool is_stopped() {
  return !stop_text.empty();
}

}  // namespace moonroom::script

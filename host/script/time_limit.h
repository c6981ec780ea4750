// Stops Lua code that computes for too long, from inside the process. A timer on the process's CPU
// time ticks (SIGPROF); once the call in hand has used up its time, the interpreter raises an error
// at its next instruction and at each one after it, so that no `pcall` can swallow the stop. While
// nothing is over time this costs nothing: no hook is set.
//
// Its user creates one CpuTimer in the process, before the walls (process_sandbox.h), and opens a
// CallTime around each call into plugins. Without a CpuTimer nothing is ever stopped. A loop inside
// a C function runs no instruction, so it is left to the relay (ring/watchdog.h).
#pragma once

#include <lua.hpp>
#include <optional>
#include <string>

#include "base/moment.h"

namespace moonroom::script {

/// How often the timer ticks: a call is stopped at most about this much after its time is over.
constexpr auto kCpuTick = std::chrono::milliseconds(5);

/// CPU time that a job may take: it may be heavy, but what takes longer is a loop.
constexpr auto kJobTime = std::chrono::seconds(10);

/// The process's timer. Throws std::system_error when the system has none. At most one at a time:
/// there is one SIGPROF.
class CpuTimer {
 public:
  CpuTimer();
  ~CpuTimer();
  CpuTimer(const CpuTimer&) = delete;
  CpuTimer& operator=(const CpuTimer&) = delete;
};

/// From its construction to its destruction the process may use `limit` of CPU time in Lua; zero
/// means without a limit. Not nested.
class CallTime {
 public:
  explicit CallTime(Duration limit);
  ~CallTime();
  CallTime(const CallTime&) = delete;
  CallTime& operator=(const CallTime&) = delete;
};

/// While it lives, the interpreter of `L` is the one that a CallTime stops. Surrounds one protected
/// call into Lua; may be nested.
class Stoppable {
 public:
  explicit Stoppable(lua_State* L);
  ~Stoppable();
  Stoppable(const Stoppable&) = delete;
  Stoppable& operator=(const Stoppable&) = delete;

  /// What stopped the code, with file, line and traceback, or nothing. It holds even when the code
  /// has swallowed the error and returned.
  std::optional<std::string> stopped() const;

 private:
  lua_State* state_;
  lua_State* outer_;
};

/// Whether the call in hand has been stopped: then no more of the plugin's code is to be called.
bool is_stopped();

}  // namespace moonroom::script

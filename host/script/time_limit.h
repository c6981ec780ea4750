// Stops Lua code that computes for too long, from inside the process. A timer on the process's CPU
// time ticks (SIGPROF). Once the current call has used up its time, the interpreter raises an error
// at its next instruction and at each one after it, so that no `pcall` can swallow the stop. Below
// the limit this costs nothing: no hook is set.
//
// Its user must create one CpuTimer in the process, before entering the sandbox
// (process_sandbox.h), and a CallTime around each call into plugins. Without a CpuTimer nothing is
// ever stopped. A loop inside a C function runs no instruction, so the host must stop it
// (ring/watchdog.h).
#pragma once

#include <lua.hpp>
#include <optional>
#include <string>

#include "base/moment.h"

namespace moonroom::script {

/// The timer's interval: a call is stopped at most about this much after its limit.
constexpr auto kCpuTick = std::chrono::milliseconds(5);

/// CPU time limit of a job: it can be heavy, but only a loop takes longer.
constexpr auto kJobTime = std::chrono::seconds(10);

/// The process's timer. Throws std::system_error when the system has none. At most one at a time,
/// because there is one SIGPROF.
class CpuTimer {
 public:
  CpuTimer();
  ~CpuTimer();
  CpuTimer(const CpuTimer&) = delete;
  CpuTimer& operator=(const CpuTimer&) = delete;
};

/// From its construction to its destruction the process may use `limit` of CPU time in Lua; zero
/// means no limit. Not nested.
class CallTime {
 public:
  explicit CallTime(Duration limit);
  ~CallTime();
  CallTime(const CallTime&) = delete;
  CallTime& operator=(const CallTime&) = delete;
};

/// While it lives, a CallTime stops the interpreter of `L`. Surrounds one protected call into Lua;
/// can be nested.
class Stoppable {
 public:
  explicit Stoppable(lua_State* L);
  ~Stoppable();
  Stoppable(const Stoppable&) = delete;
  Stoppable& operator=(const Stoppable&) = delete;

  /// The error that stopped the code, with file, line and traceback, or nullopt. Set even when the
  /// code has swallowed the error and returned.
  std::optional<std::string> stopped() const;

 private:
  lua_State* state_;
  lua_State* outer_;
};

/// Whether the current call has been stopped: then none of the plugin's code must be called.
bool is_stopped();

}  // namespace moonroom::script

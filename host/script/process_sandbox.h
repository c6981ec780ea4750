// Limits on a process that is about to run strangers' code: bounded memory, no new files,
// processes or sockets, no memory that can be executed beyond the program itself, and of the
// system's calls only the dozen that LuaJIT and the ring need.
// They hold when the Lua sandbox (lua_sandbox.h) has been broken.
#pragma once

#include <cstddef>

namespace moonroom::script {

struct SandboxLimits {
  /// Bytes of address space beyond what the process has now.
  size_t memory = 1u << 30;
  /// Seconds of CPU time; 0 for no bound, where somebody else watches.
  unsigned cpu_seconds = 0;
  /// The one descriptor that may be written to.
  int output = -1;
};

/// Never to be undone. A call that is not allowed kills the process (SIGSYS), which names the
/// plugin that ran. Throws std::system_error when a limit cannot be set. In a build with
/// AddressSanitizer, which needs the system for itself, only what it can bear is built.
void enter_sandbox(const SandboxLimits& walls);

}  // namespace moonroom::script

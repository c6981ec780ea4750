// Restricts a process that is about to run untrusted code: bounded memory, no new files, processes
// or sockets, no executable memory beyond the program itself, and only the dozen system calls that
// LuaJIT and the ring need. The restrictions hold when the Lua sandbox (lua_sandbox.h) has been
// broken.
#pragma once

#include <cstddef>

namespace moonroom::script {

struct SandboxLimits {
  /// Bytes of address space beyond the current use.
  size_t memory = 1u << 30;
  /// Seconds of CPU time; 0 for no limit, when another process watches.
  unsigned cpu_seconds = 0;
  /// The only writable descriptor.
  int output = -1;
};

/// Irreversible. A forbidden system call kills the process (SIGSYS); the marker names the plugin
/// that ran. Throws std::system_error when a limit cannot be set. Under AddressSanitizer, which
/// needs more system calls, only the compatible limits are set.
void enter_sandbox(const SandboxLimits& walls);

}  // namespace moonroom::script

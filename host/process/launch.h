// The birth of a child that is to be another program. Between fork and exec it is already bound to
// its parent's life, so that it cannot outlive it wherever it is stopped on its way, and it holds
// up nobody: the parent does not wait for exec.
//
// The kernel has two ways to end a child with its parent, and a newborn has both: the signal that
// it asks for itself (PR_SET_PDEATHSIG, SIGKILL), which the program inherits; and a process group
// of its own, which its parent gives it as well. When a parent dies, stopped processes in a group
// that has nobody else outside get SIGHUP and SIGCONT (POSIX, _exit): so one that is stopped before
// it could ask for anything goes on, and dies.
#pragma once

#include <sys/types.h>

#include "process/child.h"

namespace moonroom::process {

/// Its pid. Throws std::system_error when there can be no process, or when there is no such
/// program; what goes wrong later is an exit status of 127.
pid_t launch(const Program& program);

}  // namespace moonroom::process

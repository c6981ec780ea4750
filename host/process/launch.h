// Starts a child process for another program. Between fork and exec the child is already bound to
// its parent's life, so that it cannot outlive it even if it is stopped. The parent does not wait
// for exec.
//
// The kernel has two ways to end a child with its parent, and this child has both. The first is the
// signal that the child requests (PR_SET_PDEATHSIG, SIGKILL), which the program inherits. The
// second is a process group of its own, which the parent sets as well: when a parent dies, stopped
// processes in an orphaned group get SIGHUP and SIGCONT (POSIX, _exit). So a child that was stopped
// before it could request the signal continues, and dies.
#pragma once

#include <sys/types.h>

#include "process/child.h"

namespace moonroom::process {

/// Returns the pid. Throws std::system_error when no process can be created, or when there is no
/// such program; later errors are an exit status of 127.
pid_t launch(const Program& program);

}  // namespace moonroom::process

// How much processor time another process has used.
#pragma once

#include <sys/types.h>

#include "base/result.h"

namespace moonroom::bench {

/// In seconds, user's and system's together, to a hundredth (proc(5), /proc/PID/stat). A Problem
/// when there is no such process.
Result<double> cpu_seconds(pid_t pid);

/// Of this process.
double own_cpu_seconds();

}  // namespace moonroom::bench

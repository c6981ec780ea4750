// How much processor time a process has used.
#pragma once

#include <sys/types.h>

#include "base/result.h"

namespace moonroom::bench {

/// In seconds. What the kernel did on the process's behalf while it ran, interrupts too, is in it.
struct CpuTime {
  /// To the nanosecond, all threads together.
  double all = 0;
  /// The part that was not the kernel's, as the clock's ticks found it: true on average only.
  double user = 0;
  /// How long it could have run and had to wait for a processor.
  double waited = 0;

  CpuTime operator-(const CpuTime& before) const {
    return {all - before.all, user - before.user, waited - before.waited};
  }
};

/// A Problem when there is no such process.
Result<CpuTime> cpu_time(pid_t pid);

}  // namespace moonroom::bench

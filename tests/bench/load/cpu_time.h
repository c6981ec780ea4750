// The processor time of a process.
#pragma once

#include <sys/types.h>

#include "base/result.h"

namespace moonroom::bench {

/// In seconds. Includes the kernel's work on the process's behalf while it ran, also interrupts.
struct CpuTime {
  /// To the nanosecond, all threads together.
  double all = 0;
  /// The part outside the kernel, sampled by clock ticks: correct only on average.
  double user = 0;
  /// The time that it was runnable and waited for a processor.
  double waited = 0;

  CpuTime operator-(const CpuTime& before) const {
    return {all - before.all, user - before.user, waited - before.waited};
  }
};

/// A Problem when there is no such process.
Result<CpuTime> cpu_time(pid_t pid);

}  // namespace moonroom::bench

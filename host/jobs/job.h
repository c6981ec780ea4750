// A job: work too heavy for the requesting program, done by a process of its own. This folder does
// not interpret requests and results.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace moonroom::jobs {

/// The first argument of a job's process; the second is the pid of its parent.
constexpr auto kJobWord = "job-worker";
/// The job process's descriptor of its request, a sealed memfd: fstat returns its size.
constexpr int kRequestDescriptor = 3;
/// The job process's descriptor of its result, a pipe. It writes the result before it exits with
/// status 0.
constexpr int kResultDescriptor = 4;

struct Job {
  /// Chosen by the submitter; unfinished jobs must have different ids.
  uint64_t id = 0;
  std::string request;
};

struct Done {
  uint64_t id = 0;
  /// The bytes that the process wrote, or the reason of the failure: "exit status 3".
  Result<std::string> result;
};

}  // namespace moonroom::jobs

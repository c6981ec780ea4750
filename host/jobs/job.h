// A job: work too heavy for the program that asks for it, done by a process of its own. What that
// process is told, and what comes back. Neither request nor result means anything here.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace moonroom::jobs {

/// The first argument of a job's process; the second is the pid of its parent.
constexpr auto kJobWord = "job-worker";
/// Where a job's process finds its request, a sealed memfd: fstat knows its size.
constexpr int kRequestDescriptor = 3;
/// Where it writes its result, a pipe, before it exits with status 0.
constexpr int kResultDescriptor = 4;

struct Job {
  /// Chosen by who submits it; no two that are not done may share one.
  uint64_t id = 0;
  std::string request;
};

struct Done {
  uint64_t id = 0;
  /// The bytes that the process wrote, or why they are not to be had: "exit status 3".
  Result<std::string> result;
};

}  // namespace moonroom::jobs

// Standard output and standard error of a program for scripts: a full disk or a closed pipe is a
// failure with a status of its own, never an exception or a silent success.
#pragma once

#include <stdio.h>

#include <string_view>

namespace moonroom {

/// The exit status when the output could not be written.
constexpr int kOutputLost = 7;

/// Writes to standard error. Ignores errors, because there is no other place to report them.
inline void print_error(std::string_view text) {
  ::fwrite(text.data(), 1, text.size(), stderr);
  ::fflush(stderr);
}

/// Flushes standard output. False when any output was lost, now or earlier.
inline bool flush_standard_output() {
  const bool flushed = ::fflush(stdout) == 0;
  return flushed && ::ferror(stdout) == 0;
}

/// `status`, or kOutputLost when standard output could not be written. Call it last.
inline int status_of_output(int status, std::string_view program) {
  if (flush_standard_output()) return status;
  print_error(program);
  print_error(": standard output cannot be written\n");
  return kOutputLost;
}

}  // namespace moonroom

// Standard output and standard error of a program that scripts call: a disk that is full or a pipe
// that nobody reads is a failure with a status of its own, never an exception or a silent success.
#pragma once

#include <stdio.h>

#include <string_view>

namespace moonroom {

/// How a program ends whose output could not be written.
constexpr int kOutputLost = 7;

/// Writes to standard error. Where that cannot be written nothing happens: there is nobody to tell.
inline void print_error(std::string_view text) {
  ::fwrite(text.data(), 1, text.size(), stderr);
  ::fflush(stderr);
}

/// Writes what is buffered for standard output. False when not all of it could be written, now or
/// earlier.
inline bool flush_standard_output() {
  const bool flushed = ::fflush(stdout) == 0;
  return flushed && ::ferror(stdout) == 0;
}

/// `status`, or another one when standard output could not be written. Call it last.
inline int status_of_output(int status, std::string_view program) {
  if (flush_standard_output()) return status;
  print_error(program);
  print_error(": standard output cannot be written\n");
  return kOutputLost;
}

}  // namespace moonroom

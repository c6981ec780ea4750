// Waits for one input and serves other descriptors meanwhile: the one place where a process with a
// terminal sleeps.
#pragma once

#include <functional>
#include <span>

namespace moonroom::terminal {

/// A descriptor to be served during the wait for a line.
struct Source {
  int descriptor = -1;
  /// Called when the descriptor is readable or at its end. Returns false to stop the wait.
  std::function<bool()> on_readable;
};

enum class WaitResult {
  /// The input is readable or has ended.
  input,
  /// A source stopped the wait.
  stopped,
  /// A source was served, or it is time to check whether this process is in the foreground.
  served,
};

/// Sleeps once, for at most `milliseconds` unless that is negative. Serves sources before it
/// reports the input. Ignores the input when it is -1, or while another job has the terminal on it.
WaitResult wait_once(int input, std::span<const Source> sources, int milliseconds = -1);

/// Serves the sources until one of them stops the wait.
void serve(std::span<const Source> sources);

}  // namespace moonroom::terminal

// Waiting for one input while other descriptors are served: the one place where a process with a
// terminal sleeps.
#pragma once

#include <functional>
#include <span>

namespace moonroom::terminal {

/// Something to be listened to while a line is awaited.
struct Source {
  int descriptor = -1;
  /// Called whenever the descriptor is readable, or at its end. False: the waiting shall end.
  std::function<bool()> on_readable;
};

enum class WaitResult {
  /// The input can be read (or has ended).
  input,
  /// A source wants the waiting to end.
  stopped,
  /// Something was served, or it is time to look whether this process is in the foreground.
  served,
};

/// Sleeps once. Sources are served before the input is reported. While another job has the
/// terminal behind `input` the input is not looked at; nor is it when it is -1. At most
/// `milliseconds` long, unless that is negative.
WaitResult wait_once(int input, std::span<const Source> sources, int milliseconds = -1);

/// Serves the sources until one of them wants to end.
void serve(std::span<const Source> sources);

}  // namespace moonroom::terminal

// Signals as a readable descriptor: while a Signals lives, its signals do nothing to this process
// but make the descriptor readable. A signal that was ignored before (nohup) stays ignored. A
// forked child inherits the blocked signals and must call `let_signals_through`.
#pragma once

#include <signal.h>

#include <initializer_list>
#include <optional>

#include "base/unique_fd.h"

namespace moonroom::terminal {

class Signals {
 public:
  explicit Signals(std::initializer_list<int> numbers);
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  /// Discards the signals that have arrived; later ones have their default effect.
  ~Signals();

  int descriptor() const { return descriptor_.get(); }
  /// The number of a signal that has arrived; never blocks.
  std::optional<int> next();

 private:
  sigset_t before_{};
  UniqueFd descriptor_;
};

/// Unblocks all signals in this process.
void let_signals_through();

}  // namespace moonroom::terminal

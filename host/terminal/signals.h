// Signals as something to read: while a Signals lives, the numbers it was given do nothing to this
// process but make a descriptor readable. A signal that was ignored before (nohup) stays ignored.
// A forked child inherits the blocking and calls `let_signals_through`.
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
  /// What has come by then is forgotten; later ones act as before.
  ~Signals();

  int descriptor() const { return descriptor_.get(); }
  /// The number of one that has come; never waits.
  std::optional<int> next();

 private:
  sigset_t before_{};
  UniqueFd descriptor_;
};

/// Blocks no signal any more in this process.
void let_signals_through();

}  // namespace moonroom::terminal

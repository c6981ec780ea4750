// The administrator's process: a forked child that reads the terminal (or a pipe) and sends each
// line to its parent, which executes it. So a terminal that is slow, stopped or gone does not delay
// the host.
//
// Start it before sockets and threads exist: the child has a copy of everything.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "admin/completions.h"
#include "base/unique_fd.h"
#include "process/child.h"
#include "terminal/console.h"

namespace moonroom::admin {

class AdminProcess {
 public:
  /// Standard input can be closed. `words` are the completions until `set_completions`;
  /// `not_for_it` are open descriptors that the child must close.
  static AdminProcess start(std::string prompt, Completions words,
                            std::vector<int> not_for_it = {});
  AdminProcess(AdminProcess&&) = default;
  AdminProcess& operator=(AdminProcess&&) = delete;
  /// Lets the child restore the terminal before it exits.
  ~AdminProcess();

  /// Readable when there is a line, or when the child has exited.
  int descriptor() const { return lines_.get(); }
  /// The next line; never blocks.
  std::optional<std::string> next_line();
  /// False once the input has ended. The host keeps running.
  bool open() const { return open_; }
  /// Input is a terminal.
  bool interactive() const { return interactive_; }

  /// Shows `text` to the administrator: above the line being typed, or on standard output. Never
  /// blocks: text that a stopped terminal does not accept is dropped and counted. True when it was
  /// sent.
  bool show(std::string_view text);
  /// The same for the answer to a line.
  bool answer(std::string_view text);
  /// Sets the completions of the Tab key.
  void set_completions(const Completions& words);
  uint64_t dropped() const { return dropped_; }
  /// -1 when the child has exited.
  int pid() const { return open_ ? child_.pid() : -1; }

 private:
  AdminProcess(process::Child child, UniqueFd lines, bool interactive);
  bool give(char mark, std::string_view text);

  process::Child child_;
  UniqueFd lines_;
  bool interactive_;
  bool open_ = true;
  uint64_t dropped_ = 0;
};

/// Passes every line that is read at `console` to `send`, and serves `sources` meanwhile; skips
/// empty and too long lines. Ends with the input, with a source, or when `send` returns false.
void send_lines(terminal::Console& console, std::span<const terminal::Source> sources,
                const std::function<bool(std::string_view)>& send);

}  // namespace moonroom::admin

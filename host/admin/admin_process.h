// The administrator's process: a forked child that reads the terminal (or a pipe) and sends each
// line to its parent, which does the rest. A terminal that is slow, stopped or gone holds up
// nobody.
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
  /// Standard input may be closed. `words` are what can be completed until more is taught;
  /// `not_for_it` are descriptors that are open already and that the
  /// child is not to hold.
  static AdminProcess start(std::string prompt, Completions words,
                            std::vector<int> not_for_it = {});
  AdminProcess(AdminProcess&&) = default;
  AdminProcess& operator=(AdminProcess&&) = delete;
  /// Lets the child put the terminal back in order before it is gone.
  ~AdminProcess();

  /// Readable when there is a line, or when the child has ended.
  int descriptor() const { return lines_.get(); }
  /// The next line; never waits.
  std::optional<std::string> next_line();
  /// False once the input has ended. The room goes on.
  bool open() const { return open_; }
  /// A person types here.
  bool interactive() const { return interactive_; }

  /// Shows `text` to the administrator: above what he is typing, or on standard output. Never
  /// waits: what a stopped terminal does not take is dropped and counted. True when it was handed
  /// over.
  bool show(std::string_view text);
  /// The same for what answers a line of his.
  bool answer(std::string_view text);
  /// What the Tab key completes from now on.
  void set_completions(const Completions& words);
  uint64_t dropped() const { return dropped_; }
  /// Nobody's when the child has ended.
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

/// Hands every line that is read at `console` to `send`, and serves `sources` meanwhile; an empty
/// or too long line is not sent. Ends with the input, with a source, and when `send` says false.
void send_lines(terminal::Console& console, std::span<const terminal::Source> sources,
                const std::function<bool(std::string_view)>& send);

}  // namespace moonroom::admin

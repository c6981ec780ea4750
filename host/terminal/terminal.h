// The console on a terminal, with a line editor. Output appears above the line being typed: it is
// gathered while sources are served, then written once with the typed line below it. Follows the
// window's size, gives the terminal to the shell at Ctrl-Z and takes it back, and does not touch it
// while another job has it. Restores the terminal's modes at the end.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "terminal/console.h"
#include "terminal/key.h"
#include "terminal/line_editor.h"
#include "terminal/screen.h"
#include "terminal/signals.h"

namespace moonroom::terminal {

class Terminal : public Console {
 public:
  Terminal();

  std::optional<Line> read_line(std::span<const Source> sources) override;
  void idle(std::span<const Source> sources, int milliseconds) override;
  bool watch(std::span<const Source> sources, std::string_view page, int milliseconds) override;
  void end_watch() override;
  void print(std::string_view text) override;
  void clear_screen() override;
  void ask(PromptOptions asking) override;
  void set_status(std::string_view status) override;
  bool interactive() const override { return true; }

 private:
  void serve_with_signals(std::span<const Source> sources);
  std::optional<Line> next_line();
  bool await_keys();
  bool read_keys();
  /// True when the input ends.
  bool on_keys();
  void enter_lines();
  void show_choices();
  void refresh();
  void interrupt();
  void on_signals();
  void stop_for_shell();
  void go_on();

  Signals signals_;
  std::vector<Source> sources_;
  KeyDecoder decoder_;
  std::vector<Key> keys_;
  LineEditor editor_;
  std::deque<Line> entered_;
  Screen screen_;
  bool reading_ = false;
  /// No line is being read: only the status is shown.
  bool idling_ = false;
  /// Stopped by Ctrl-Z; SIGCONT has not arrived since.
  bool stopped_ourselves_ = false;
};

}  // namespace moonroom::terminal

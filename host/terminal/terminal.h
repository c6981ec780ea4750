// The console on a terminal, with a line editor. Output appears above the line being typed: it is
// gathered while sources are served, then written once with the typed line below it. Follows the
// window's size, gives the terminal to the shell at Ctrl-Z and takes it back, and does not touch it
// while another job has it. Restores the terminal's modes at the end.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "terminal/console.h"
#include "terminal/input_area.h"
#include "terminal/key.h"
#include "terminal/line_editor.h"
#include "terminal/signals.h"
#include "terminal/transcript.h"
#include "terminal/tty.h"

namespace moonroom::terminal {

class Terminal : public Console {
 public:
  Terminal();
  ~Terminal() override;

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
  std::string repaint();
  void interrupt();
  void acquire_terminal();
  void draw_page(std::string_view page);
  void write_printed();
  void on_signals();
  void stop_for_shell();
  void go_on();
  void lose_terminal();

  Signals signals_;
  std::vector<Source> sources_;
  KeyDecoder decoder_;
  std::vector<Key> keys_;
  LineEditor editor_;
  std::deque<Line> entered_;
  std::string status_;
  /// Shown instead of the status until the next key.
  std::string hint_;
  InputArea area_;
  /// Output to show above the typed line.
  std::string printed_;
  Transcript shown_;
  bool reading_ = false;
  /// A page is shown: output waits until it ends.
  bool watching_ = false;
  /// No line is being read: only the status is shown.
  bool idling_ = false;
  bool changed_ = true;
  /// The terminal's size has changed, and the terminal can have moved the rows.
  bool resized_ = false;
  /// Stopped by Ctrl-Z; SIGCONT has not arrived since.
  bool stopped_ourselves_ = false;
  /// Another job had the terminal, or can have had it: its modes are not ours.
  bool was_away_ = true;
  /// Set from the first line on, while this process is in the foreground.
  std::optional<Modes> modes_;
};

}  // namespace moonroom::terminal

// A person at a terminal, with a line editor: keys come from the terminal, and whatever is printed
// meanwhile appears above the line that is being typed. What is printed is gathered and written,
// with the typed line drawn once behind it, when all that could be served has been. Follows the
// window's size, leaves the terminal to the shell at Ctrl-Z and takes it again, and does not touch
// it while another job has it. The terminal's modes are put back at the end.
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
  /// True when the input shall end.
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
  /// Stands in its place until the next key.
  std::string hint_;
  InputArea area_;
  /// What is to be shown above the typed line.
  std::string printed_;
  Transcript shown_;
  bool reading_ = false;
  /// A page is shown: nothing is printed until it ends.
  bool watching_ = false;
  /// No line is asked for: only the status is shown.
  bool idling_ = false;
  bool changed_ = true;
  /// The terminal has another size, and may have moved what stood there.
  bool resized_ = false;
  /// At Ctrl-Z, and SIGCONT has not been seen since.
  bool stopped_ourselves_ = false;
  /// Another job had the terminal, or may have had it: its modes are not ours.
  bool was_away_ = true;
  /// From the first line on, when this process is in the foreground.
  std::optional<Modes> modes_;
};

}  // namespace moonroom::terminal

// A person at a terminal, with a line editor: keys come from the terminal, and whatever is printed
// meanwhile appears above the line that is being typed. Follows the window's size, leaves the
// terminal to the shell at Ctrl-Z and takes it again, and does not touch it while another job has
// it. The terminal's modes are put back at the end.
#pragma once

#include "terminal/console.h"
#include "terminal/line_editor.h"
#include "terminal/signals.h"
#include "terminal/tty.h"
#include "terminal/utf8.h"

namespace moonroom::terminal {

class Terminal : public Console {
 public:
  Terminal();

  std::optional<Line> read_line(std::span<const Source> sources) override;
  void print(std::string_view text) override;
  void set_prompt(std::string_view prompt) override;
  void set_phrases(std::vector<std::string> phrases) override;
  bool interactive() const override { return true; }

 private:
  bool await_turn();
  void begin();
  std::optional<wchar_t> next_key();
  bool await_keys();
  bool read_keys();
  void take_signals();
  void follow_foreground();
  void stop_for_shell();
  void lose_terminal();

  Signals signals_;
  std::vector<Source> sources_;
  std::string prompt_;
  std::vector<std::string> phrases_;
  Utf8Decoder decoder_;
  std::wstring keys_;
  size_t keys_used_ = 0;
  /// Another job had the terminal, or may have had it: its modes are not ours.
  bool was_away_ = false;
  /// Both from the first line on, when this process is in the foreground.
  std::optional<Modes> modes_;
  std::optional<LineEditor> editor_;
};

}  // namespace moonroom::terminal

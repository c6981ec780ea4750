// What the terminal shows: the output, the typed line below it with a status row, or a page over
// all. Output is gathered until `refresh`, then written once. Writes only while this process is in
// the foreground, and takes the terminal's modes back after another job had it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "terminal/input_area.h"
#include "terminal/line_editor.h"
#include "terminal/transcript.h"
#include "terminal/tty.h"

namespace moonroom::terminal {

class Screen {
 public:
  Screen();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  /// Output to show above the typed line.
  void print(std::string_view text);
  /// Writes gathered output without the typed line below it.
  void write_printed();
  void set_status(std::string_view status);
  /// Shown instead of the status; empty for the status.
  void set_hint(std::string_view hint);
  /// The view has changed.
  void mark_changed() { is_changed_ = true; }
  /// Draws what has changed. `is_idling`: no line is being read, and Ctrl-C is a signal.
  void refresh(const View& view, bool is_idling);
  void clear();
  /// Leaves Ctrl-C to the program that reads no line.
  void release_interrupt_key();

  void draw_page(std::string_view page);
  bool shows_page() const { return has_page_; }
  void end_page();

  void on_resize();
  /// Hands the terminal over to the shell: its modes are as they were.
  void hand_over();
  /// Another job has the terminal, or can have had it.
  void lose();
  bool is_lost() const { return is_lost_; }

 private:
  void acquire();
  std::string repaint(const View& view, Size size);
  std::string_view status() const { return hint_.empty() ? status_ : hint_; }

  std::string status_;
  std::string hint_;
  InputArea area_;
  std::string printed_;
  Transcript shown_;
  bool has_page_ = false;
  bool is_changed_ = true;
  // The terminal's size has changed, and the terminal can have moved the rows.
  bool is_resized_ = false;
  // The terminal's modes are not ours.
  bool is_lost_ = true;
  // Set from the first line on, while this process is in the foreground.
  std::optional<Modes> modes_;
};

}  // namespace moonroom::terminal

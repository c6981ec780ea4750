// A line being edited, with its cursor and the editing operations of the usual keys. Pure. The
// cursor is always between two grapheme clusters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moonroom::terminal {

class EditBuffer {
 public:
  const std::string& text() const { return text_; }
  /// In bytes.
  size_t cursor() const { return cursor_; }
  std::string_view before_cursor() const { return std::string_view(text_).substr(0, cursor_); }

  /// Replaces the line and puts the cursor at its end.
  void set(std::string text);
  /// `text` must have passed `sanitize_input`.
  void insert(std::string_view text);

  void left();
  void right();
  void word_left() { cursor_ = word_begin(); }
  void word_right() { cursor_ = word_end(); }
  void home() { cursor_ = 0; }
  void end() { cursor_ = text_.size(); }

  void erase_before();
  void erase_here();
  /// `yank` inserts again what these cut.
  void cut_to_end() { cut(cursor_, text_.size()); }
  void cut_to_beginning() { cut(0, cursor_); }
  void cut_word_before() { cut(word_begin(), cursor_); }
  void cut_word_behind() { cut(cursor_, word_end()); }
  /// Cuts back to a blank, as the shell's Ctrl-W does.
  void cut_argument_before();
  void yank() { insert(cut_); }
  /// Swaps the two clusters around the cursor.
  void transpose();

 private:
  size_t word_begin() const;
  size_t word_end() const;
  void cut(size_t begin, size_t end);

  std::string text_;
  size_t cursor_ = 0;
  std::string cut_;
};

/// `bytes` as an editable line: one line, no control characters but tabs, invalid UTF-8 replaced.
std::string sanitize_input(std::string_view bytes);

}  // namespace moonroom::terminal

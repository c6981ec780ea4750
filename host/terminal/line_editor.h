// One line being edited on standard input and output, by libedit (editline(3), wide characters).
// Adds to it what it lacks: taking the typed line off the screen and drawing it again, so that
// something can be printed where it stood. Its user reads the keys and decides when to do so.
#pragma once

#include <histedit.h>

#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::terminal {

class LineEditor {
 public:
  /// The next key; nothing: editing shall end. May print, between `erase` and `draw`.
  using KeySource = std::function<std::optional<wchar_t>()>;
  /// Shows the words that could be meant, between `erase` and `draw`.
  using ChoicesPrinter = std::function<void(const std::string&)>;

  /// Changes the terminal's modes: this process must be in the foreground.
  LineEditor(KeySource next_key, ChoicesPrinter print_choices);
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;
  /// Puts the terminal's modes back, unless another job has the terminal.
  ~LineEditor();

  /// Lets a line be typed and returns it in UTF-8. Nothing when the key source has ended it, or
  /// Ctrl-D on an empty line; the line then is gone from the screen. What the key source throws
  /// comes out here.
  std::optional<std::string> edit();

  /// Forgets the history: it belongs to the prompt that was.
  void set_prompt(std::string_view prompt);
  void set_phrases(std::vector<std::string> phrases) { phrases_ = std::move(phrases); }

  /// Takes the typed line and its prompt off the screen; the cursor stands where they began.
  void erase();
  /// Draws them at the cursor, if they are not on the screen, for the terminal's size of now.
  void draw();
  /// They are on the screen no more: somebody else has written there.
  void abandon();
  /// Sets the modes for editing again after somebody has changed them.
  void set_modes();

 private:
  struct EndEditLine {
    void operator()(EditLine* edit_line) const;
  };
  struct EndHistory {
    void operator()(HistoryW* history) const;
  };
  enum class Shown { nothing, drawn, erased };

  static int read_key(EditLine* edit_line, wchar_t* key);
  static wchar_t* show_prompt(EditLine* edit_line);
  static unsigned char complete_line(EditLine* edit_line, int key);

  void bind_keys();
  void complete_typed();
  void remember(const std::wstring& line);

  KeySource next_key_;
  ChoicesPrinter print_choices_;
  std::wstring prompt_;
  std::vector<std::string> phrases_;
  std::unique_ptr<FILE, int (*)(FILE*)> complaints_;
  std::unique_ptr<HistoryW, EndHistory> history_;
  std::unique_ptr<EditLine, EndEditLine> edit_line_;
  Shown shown_ = Shown::nothing;
  std::exception_ptr failure_;
};

}  // namespace moonroom::terminal

// The keys of a line editor, with the emacs bindings that every shell has: accepts keys, returns
// lines and the view to draw. Pure; its owner reads the keys and draws.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "terminal/edit_buffer.h"
#include "terminal/history_search.h"
#include "terminal/key.h"
#include "terminal/prompt_options.h"

namespace moonroom::terminal {

/// The view to draw; `cursor` counts bytes of the text.
struct View {
  std::string prompt;
  std::string text;
  size_t cursor = 0;
};

class LineEditor {
 public:
  enum class Step {
    typing,
    /// `drain_lines` has at least one.
    entered,
    /// Ctrl-D on an empty line.
    ended,
    /// Ctrl-C: the typed text was cut; Ctrl-Y inserts it again.
    cleared,
    /// Ctrl-C on an empty line.
    interrupted,
    /// The screen is to be cleared.
    clear,
    /// `drain_choices` has the candidates of Tab.
    choices,
  };

  void ask(PromptOptions asking);
  const PromptOptions& prompt_options() const { return prompt_options_; }

  Step on_key(const Key& key);
  std::vector<std::string> drain_lines() { return std::exchange(lines_, {}); }
  /// The lines from `drain_lines` came from one paste.
  bool pasted() const { return entered_paste_; }
  std::vector<std::string> drain_choices() { return std::exchange(choices_, {}); }
  View view() const;

 private:
  Step edit(const Key& key);
  Step on_control(wchar_t character);
  void on_meta(wchar_t character);
  Step enter();
  Step interrupt();
  Step complete();
  void show(std::optional<std::string> line);

  void paste(const std::string& bytes);
  Step answer_question(const Key& key);

  /// False: no search has the key, and the caller must handle it.
  bool search(const Key& key);

  PromptOptions prompt_options_;
  EditBuffer line_;
  std::vector<std::string> lines_;
  std::vector<std::string> choices_;
  /// The pasted lines that the user is asked about.
  std::vector<std::string> pasted_;
  bool entered_paste_ = false;
  std::optional<HistorySearch> search_;
};

}  // namespace moonroom::terminal

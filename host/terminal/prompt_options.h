// How a line is read: the prompt before it, what the keys do, and what stays on the screen after it
// is entered.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/language.h"
#include "terminal/completion.h"
#include "terminal/history.h"

namespace moonroom::terminal {

/// Completes the line up to the cursor.
using Completer = std::function<Completion(std::string_view typed)>;
/// The text to show for an entered line: valid UTF-8, with the caller's own styles if any.
using ShownLine = std::function<std::string(const std::string& line)>;
/// Asks whether to enter `lines` pasted lines, `blank` of which are blank: y yes, j joined to one,
/// anything else no. Blank lines are entered too.
using PasteQuestion = std::function<std::string(size_t lines, size_t blank)>;

struct PromptOptions {
  std::string prompt;
  /// The typed text is not shown; only the prompt stays.
  bool secret = false;
  /// Unset: Tab does nothing.
  Completer complete{};
  /// Unset: the prompt and the line stay.
  ShownLine transcript{};
  /// Unset: asks only whether to enter the lines.
  PasteQuestion question{};
  /// Shown instead of the status after Ctrl-C has cleared a line, until the next key.
  std::string cleared = std::string(tr("cleared; Ctrl-Y brings it back, Ctrl-C again leaves"));
  /// Called when this process continues after Ctrl-Z, before any source is served.
  std::function<void()> on_return{};
  /// Must outlive the console; null disables the history.
  History* history = nullptr;
};

}  // namespace moonroom::terminal

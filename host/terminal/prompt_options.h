// How lines are asked for: what stands before the typed text, what the keys know, and what stays
// on the screen of a line that was entered.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/language.h"
#include "terminal/completion.h"
#include "terminal/history.h"

namespace moonroom::terminal {

/// For the line up to the cursor.
using Completer = std::function<Completion(std::string_view typed)>;
/// What is shown for an entered line; valid UTF-8, with styles of its author if any.
using ShownLine = std::function<std::string(const std::string& line)>;
/// Asks whether so many pasted lines shall be entered: y yes, j joined to one, anything else no.
/// `blank` of them are blank, and are entered as such.
using PasteQuestion = std::function<std::string(size_t lines, size_t blank)>;

struct PromptOptions {
  std::string prompt;
  /// What is typed is not shown, and nothing stays of it but the prompt.
  bool secret = false;
  /// Nothing: Tab does nothing.
  Completer complete{};
  /// Nothing: the prompt and the line stay.
  ShownLine transcript{};
  /// Nothing: whether they shall be entered.
  PasteQuestion question{};
  /// Stands in the place of the status after Ctrl-C has cleared a line, until the next key.
  std::string cleared = std::string(tr("cleared; Ctrl-Y brings it back, Ctrl-C again leaves"));
  /// Called when this process was stopped (Ctrl-Z) and goes on, before anything else is served.
  std::function<void()> on_return{};
  /// Outlives the console; null: nothing is remembered.
  History* history = nullptr;
};

}  // namespace moonroom::terminal

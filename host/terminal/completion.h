// Tab completion of a line, given the possible beginnings of lines. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::terminal {

struct Completion {
  /// Text to insert at the cursor; empty when nothing more is certain.
  std::string insertion;
  /// The candidates, when there are several and nothing was inserted.
  std::vector<std::string> choices;
};

/// `typed` is the line up to the cursor; the candidates are whole beginnings of lines ("/plugin
/// list"). A completion reaches to the end of a candidate's next word.
Completion complete(std::string_view typed, std::span<const std::string> host_messages);

}  // namespace moonroom::terminal

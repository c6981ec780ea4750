// What the Tab key does to a line whose possible beginnings or words are known. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::terminal {

struct Completion {
  /// To be inserted at the cursor; empty when nothing more is certain.
  std::string insertion;
  /// What it could be, when it could be several and nothing was inserted.
  std::vector<std::string> choices;
};

/// `typed` is the line up to the cursor; `phrases` are whole beginnings of lines ("/plugin list").
/// What is offered goes up to the end of a phrase's next word.
Completion complete(std::string_view typed, std::span<const std::string> host_messages);

}  // namespace moonroom::terminal

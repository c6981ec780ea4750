// The literal words of a wording that separate a name from a line: "说：" in "{name}说：{text}". A
// name that contains one of them could forge another member's line. A name that matches the words
// before an announcement's text could forge an announcement. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "room/event.h"

namespace moonroom::room {

class LineWords {
 public:
  /// Adds the words of all texts in `settings`, a table of any depth: the words behind {name} in a
  /// text that begins with it, the words before {text} in a text without a name, and the marks
  /// between names.
  void add(const Value& settings);

  /// Returns NameConflict::words, NameConflict::reserved or NameConflict::none.
  NameConflict conflict_of(std::string_view name) const;

 private:
  void add_text(std::string_view text);
  void add_divider(std::string_view text);

  // The texts behind {name}, unchanged.
  std::vector<std::string> tails_;
  // The distinct words and marks of those texts.
  std::vector<std::string> words_;
  std::vector<std::string> marks_;
  std::vector<std::string> openings_;
};

}  // namespace moonroom::room

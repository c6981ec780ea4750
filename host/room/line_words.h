// The words of a wording with which the room's lines set a name apart: "说：" of
// "{name}说：{text}". A name with one of them in it could forge another member's line, and a name
// that stands before them as the administrator's title does could forge an announcement. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "room/event.h"

namespace moonroom::room {

class LineWords {
 public:
  /// Adds all texts in `settings`, a table of any depth: what follows the name in a text that
  /// begins with {name}; what stands before {text} in one without a name; and marks between names.
  void add(const Value& settings);

  /// Conflict::words, Conflict::reserved or Conflict::none.
  NameConflict conflict_of(std::string_view name) const;

 private:
  void add_text(std::string_view text);
  void add_divider(std::string_view text);

  // What stands behind a name, as it is.
  std::vector<std::string> tails_;
  // The words and the marks of those, each once.
  std::vector<std::string> words_;
  std::vector<std::string> marks_;
  std::vector<std::string> openings_;
};

}  // namespace moonroom::room

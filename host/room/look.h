// How a text looks to a reader. Two names look alike when they share one of two keys: the
// case-folded text ("Ian" is "ian"), or the text as displayed ("Ian" shows as "lan"). One key is
// not enough, because looking alike is not transitive: Greek Η shows as H, and η as n.
//
// Both keys are UTS 39 skeletons that also fold case, width, marks on letters, invisible
// characters, traditional Han characters and framed letters. The table is generated from ICU
// (name_table/). Pure. Texts must be valid UTF-8. Keys are for comparison, not for display.
#pragma once

#include <string>
#include <string_view>

namespace moonroom::room {

/// Idempotent. Empty for a text that shows as nothing.
std::string skeleton(std::string_view text);
std::string shown_skeleton(std::string_view text);

/// True when a reader can mistake one for the other.
bool looks_alike(std::string_view one, std::string_view other);

/// True when a reader can find `part` in `text`. Punctuation inside `text`, or i for l, does not
/// hide it.
bool shows(std::string_view text, std::string_view part);
/// `looks_alike` restricted to letters and numbers.
bool shows_same(std::string_view one, std::string_view other);
/// `shows`, restricted to a whole word of `text`: bounded by characters that are no letters.
bool shows_word(std::string_view text, std::string_view word);

}  // namespace moonroom::room

// What a reader takes a text for. Two names look alike when they share one of two keys: the text
// with case folded ("Ian" is "ian"), and the text as it stands there ("Ian" shows as "lan"). One
// key cannot do both, because looking alike is not transitive: Greek Η shows as H, and η as n.
//
// Both are UTS 39 skeletons with more folded: case, width, marks on letters, what shows as nothing,
// traditional Han characters, letters in frames. The table is made from ICU (name_table/). Pure.
// Texts must be valid UTF-8. Keys are compared, never shown.
#pragma once

#include <string>
#include <string_view>

namespace moonroom::room {

/// Maps its own results to themselves. Empty for a text that shows as nothing.
std::string skeleton(std::string_view text);
std::string shown_skeleton(std::string_view text);

/// Would a reader take one for the other?
bool looks_alike(std::string_view one, std::string_view other);

/// Would a reader find `part` in `text`? Punctuation inside `text` does not help, nor i for l.
bool shows(std::string_view text, std::string_view part);
/// Would a reader take one for the other, all but letters and numbers left out?
bool shows_same(std::string_view one, std::string_view other);
/// `shows` for a whole word of `text`: between two of its characters that are no letters.
bool shows_word(std::string_view text, std::string_view word);

}  // namespace moonroom::room

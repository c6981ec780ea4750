// Whether a text names somebody. Pure. Texts are compared in normal form C with case folded, so
// that "Änn", "änn" and their decomposed spellings are one name. A name stands between the borders
// of a word where its script has any: letters, digits and marks of any alphabet around it make
// another word. Han, Kana and the scripts of South-East Asia write words without blanks, so there a
// name is found anywhere; in Hangul a particle may follow it.
#pragma once

#include <string_view>

namespace moonroom::client {

bool mentions(std::string_view text, std::string_view name);

}  // namespace moonroom::client

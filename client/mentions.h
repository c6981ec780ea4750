// Whether a text mentions a name. Pure. Compares in normalization form C with case folded, so that
// "Änn", "änn" and their decomposed spellings are one name. In scripts with word borders, a name
// must stand between them: a letter, digit or mark beside it makes another word. Han, Kana and the
// scripts of South-East Asia write words without blanks, so there a name matches anywhere; in
// Hangul a particle can follow it.
#pragma once

#include <string_view>

namespace moonroom::client {

bool mentions(std::string_view text, std::string_view name);

}  // namespace moonroom::client

// UTF-8 as code points, and Unicode's canonical forms, by utf8proc. Texts must be valid UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace moonroom::room {

/// NFC and NFD (UAX 15).
std::string composed(std::string_view text);
std::string decomposed(std::string_view text);

std::u32string code_points(std::string_view text);
/// A decimal digit, of any script.
bool is_digit(char32_t point);
void append(std::string& text, char32_t point);

}  // namespace moonroom::room

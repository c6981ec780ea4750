// Text in transit: valid UTF-8, split only between characters, without terminal control characters.
// The rules for names are in room/name.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moonroom::text {

/// Well-formed UTF-8 by RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

/// `text` with every control character (tab excepted) replaced by its Unicode picture (U+2400 and
/// following; U+FFFD for C1 and the direction overrides), so that no text can forge a second line
/// or control a terminal. Invalid bytes become U+FFFD too.
std::string visible(std::string_view text);
/// The same, overwriting `out`.
void make_visible(std::string_view text, std::string& out);

/// The same, but keeps line feeds: for a text of several lines from a trusted author.
std::string visible_lines(std::string_view text);

/// True when `visible` would not change `text`: the common case, tested without copying.
bool is_visible(std::string_view text);

/// Removes and returns the first piece of `rest`: at most `limit` bytes (at least 4). It ends
/// between two grapheme clusters, or between two code points where one cluster is larger. All
/// pieces together are the text. `rest` must be valid UTF-8.
std::string_view next_piece(std::string_view& rest, size_t limit);

/// `text` when it has at most `limit` bytes, else a prefix followed by "…", together at most
/// `limit` bytes.
std::string shortened(std::string_view text, size_t limit);

}  // namespace moonroom::text

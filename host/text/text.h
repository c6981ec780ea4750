// Text as it travels: valid UTF-8, cut only between characters, nothing in it that a terminal would
// obey. What counts as a *name* is room/name.h's business.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moonroom::text {

/// Well-formed UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

/// `text` with every control character (tab excepted) replaced by a picture of itself (U+2400 and
/// following; U+FFFD for C1 and the direction overrides), so that nobody can forge a second line
/// or steer a terminal. Bytes that are no UTF-8 become U+FFFD too.
std::string visible(std::string_view text);
/// The same, written over what stands in `out`.
void make_visible(std::string_view text, std::string& out);

/// The same, but line feeds stay: for a text of several lines whose author may write them.
std::string visible_lines(std::string_view text);

/// True when `visible` would return `text` as it is: the common case, found without copying.
bool is_visible(std::string_view text);

/// Cuts off and returns the first piece of `rest`: at most `limit` bytes (at least 4), ending
/// between two characters as readers see them (grapheme clusters), or between two code points where
/// one cluster alone is larger. All pieces together are the text. `rest` must be valid UTF-8.
std::string_view next_piece(std::string_view& rest, size_t limit);

/// `text` when it has at most `limit` bytes, else its beginning with "…" behind it, `limit` bytes
/// at most.
std::string shortened(std::string_view text, size_t limit);

}  // namespace moonroom::text

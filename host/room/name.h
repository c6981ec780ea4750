// What counts as a name, and when two names are one to the eye. By Unicode's rules (utf8proc), so
// that nobody can be impersonated by a capital, a full-width letter or a Cyrillic look-alike.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace moonroom::room {

/// Long enough for a full name in any script, short enough to stand before a line.
constexpr size_t kMaxNameLength = 32;

/// `raw` in NFC (UAX 15): the form in which names are kept and shown. Nothing when it is no name:
/// empty, more than kMaxNameLength code points, or with a blank, a control, a format (bidi,
/// zero-width), a private or an unassigned character in it, or beginning with a combining mark.
/// `raw` must be valid UTF-8.
std::optional<std::string> normal_name(std::string_view raw);

/// What a reader sees of a name: the same for names that he would confuse. Compared, never shown.
/// NFKC with case folded (UAX 15, 31), then the look-alikes of Latin letters in the Cyrillic and
/// Greek scripts replaced by what they look like (after UTS 39's list).
std::string skeleton(std::string_view name);

}  // namespace moonroom::room

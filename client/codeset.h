// The codeset of the environment's locale, and the conversion of input from it to UTF-8, which all
// rooms use. Output is always UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moonroom::client {

/// nl_langinfo's name for it: "UTF-8", "GB18030", "ANSI_X3.4-1968" for the locale C.
std::string codeset_of_environment();

/// The text in UTF-8; nullopt when the bytes are neither of this codeset nor UTF-8. Valid UTF-8
/// stays as it is, unless the codeset is multi-byte.
std::optional<std::string> to_utf8(std::string_view bytes, const std::string& codeset);

}  // namespace moonroom::client

// The codeset of the environment's locale, and what is read in it as UTF-8, in which all of the
// room is. Output stays UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moonroom::client {

/// nl_langinfo's name for it: "UTF-8", "GB18030", "ANSI_X3.4-1968" for the locale C.
std::string codeset_of_environment();

/// The text, or nullopt when the bytes are neither text of this codeset nor UTF-8. What is valid
/// UTF-8 stays as it is, unless the codeset has several bytes a character.
std::optional<std::string> to_utf8(std::string_view bytes, const std::string& codeset);

}  // namespace moonroom::client

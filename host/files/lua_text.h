// The bytes of a file as the text of a program. Pure.
#pragma once

#include <string>

#include "base/result.h"

namespace moonroom::files {

/// Without a byte order mark of UTF-8. A Problem for other encodings and for what is no text.
Result<std::string> lua_text(std::string bytes);

}  // namespace moonroom::files

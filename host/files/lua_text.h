// Decodes a file as program text. Pure.
#pragma once

#include <string>

#include "base/result.h"

namespace moonroom::files {

/// Removes a UTF-8 byte order mark. A Problem for other encodings and for binary content.
Result<std::string> lua_text(std::string bytes);

}  // namespace moonroom::files

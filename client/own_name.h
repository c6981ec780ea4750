// The name under which a client joins: the option, or the login name when the user cannot be asked.
// The first line of a pipe is for the room, never a name.
#pragma once

#include <string>

#include "base/result.h"
#include "client/phrases.h"

namespace moonroom::client {

/// The name in UTF-8; empty when the user must be asked for it, which requires `can_ask`. `given`
/// is in `codeset`; empty: none was given. A Problem in the reader's language when there is no
/// name.
Result<std::string> own_name(const std::string& given, bool can_ask, const std::string& codeset,
                             Language language);

}  // namespace moonroom::client

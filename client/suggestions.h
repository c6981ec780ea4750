// Tab completion of a line: commands after a slash, names elsewhere. Pure.
#pragma once

#include <string_view>

#include "client/people.h"
#include "terminal/completion.h"

namespace moonroom::client {

/// `typed` is the line up to the cursor.
terminal::Completion suggest(std::string_view typed, const KnownPeople& people,
                             const KnownCommands& commands);

}  // namespace moonroom::client

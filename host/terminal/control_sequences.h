// Control sequences of terminals (ECMA-48) that several files use.
#pragma once

#include <string_view>

namespace moonroom::terminal {

/// EL: from the cursor to the end of its row.
inline constexpr std::string_view kClearRow = "\x1b[K";
/// ED: from the cursor to the end of the screen.
inline constexpr std::string_view kClearBelow = "\x1b[J";

}  // namespace moonroom::terminal

// Parses the arguments of commands.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"

namespace moonroom::admin {

/// Removes the first word of `rest` and the blanks around it, and returns it.
std::string_view next_word(std::string_view& rest);

/// "90s", "10m", "2h", "7d"; a bare number means minutes. Nullopt for anything else, for 0, and for
/// more than a year.
std::optional<Duration> parse_length(std::string_view word);

}  // namespace moonroom::admin

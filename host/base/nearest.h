// "Did you mean": the word of a list that a mistyped one is closest to.
#pragma once

#include <span>
#include <string_view>

namespace moonroom {

/// The word of `known` with the fewest letters to change, or an empty view when none is close: at
/// most a third of the letters, at least one, may differ.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace moonroom

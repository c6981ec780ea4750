// "Did you mean": the known word closest to a mistyped one.
#pragma once

#include <span>
#include <string_view>

namespace moonroom {

/// The word of `known` with the smallest edit distance, or empty when none is close: at most a
/// third of the letters, at least one, can differ.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace moonroom

// A line of what is printed in rows of a terminal, broken between words, with further rows
// indented. Pure. A line may hold escape sequences of its author (ECMA-48, CSI), which take no
// column.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::terminal {

/// Stands in a line, invisible, where its further rows begin. What strangers wrote holds none,
/// because it is made visible.
inline constexpr char kHang = '\x1f';

/// `line` is valid UTF-8 without line feeds. A tab leads to the next multiple of 8 columns behind
/// the place of `kHang`. `width` is at least 2.
std::vector<std::string> wrap(std::string_view line, size_t width);

}  // namespace moonroom::terminal

// Breaks a line of output between words into rows of a terminal, with further rows indented. Pure.
// A line can contain the program's own escape sequences (ECMA-48, CSI), which take no column.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::terminal {

/// An invisible mark where the further rows of a line are indented to. Untrusted text holds none,
/// because control characters in it are made visible.
inline constexpr char kHang = '\x1f';

/// `line` is valid UTF-8 without line feeds. A tab advances to the next multiple of 8 columns after
/// `kHang`. `width` is at least 2.
std::vector<std::string> wrap(std::string_view line, size_t width);

}  // namespace moonroom::terminal

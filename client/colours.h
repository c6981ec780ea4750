// A constant colour for each name, readable on light and on dark backgrounds. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace moonroom::client {

enum class Colours { none, sixteen, many };

/// From NO_COLOR (no-color.org: set and not empty), TERM and COLORTERM.
Colours colours_of(std::string_view no_color, std::string_view terminal, std::string_view colours);
/// From this process's environment.
Colours colours_of_environment();

/// Indices into xterm's table of 256 colours: each has a contrast of at least 3.9 to 1 on black and
/// on white (WCAG 2, 1.4.3).
std::span<const uint8_t> palette();

/// `name` enclosed in its colour's escape sequences, or unchanged.
std::string coloured(std::string_view name, Colours colours);

}  // namespace moonroom::client

// A colour for each name: always the same one, readable on light and on dark. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace moonroom::client {

enum class Colours { none, sixteen, many };

/// By NO_COLOR (no-color.org: set and not empty), TERM and COLORTERM.
Colours colours_of(std::string_view no_color, std::string_view terminal, std::string_view colours);
/// By this process' environment.
Colours colours_of_environment();

/// Numbers in the table of 256 that xterm has: each has a contrast of at least 3.9 to 1 on black
/// and on white (WCAG 2, 1.4.3).
std::span<const uint8_t> palette();

/// `name` between the escape sequences that colour it, or as it is.
std::string coloured(std::string_view name, Colours colours);

}  // namespace moonroom::client

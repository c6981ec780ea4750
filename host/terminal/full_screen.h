// A text that has the screen of a terminal for itself. Pure.
#pragma once

#include <string>
#include <string_view>

#include "terminal/tty.h"

namespace moonroom::terminal {

/// What is to be written so that `page`, valid UTF-8, is all that the screen shows: what fits of
/// it, rows being cut and not broken.
std::string page_on_screen(std::string_view page, Size size);

}  // namespace moonroom::terminal

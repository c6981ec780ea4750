// Shows a page that fills a terminal's screen. Pure.
#pragma once

#include <string>
#include <string_view>

#include "terminal/tty.h"

namespace moonroom::terminal {

/// The bytes that make `page`, valid UTF-8, all that the screen shows. Rows and columns that do not
/// fit are cut off.
std::string page_on_screen(std::string_view page, Size size);

}  // namespace moonroom::terminal

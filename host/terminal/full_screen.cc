#include "terminal/full_screen.h"

#include <algorithm>

#include "terminal/control_sequences.h"
#include "text/graphemes.h"

namespace moonroom::terminal {
namespace {

// ECMA-48: CUP.
constexpr std::string_view kHome = "\x1b[H";

}  // namespace

std::string page_on_screen(std::string_view page, Size size) {
  std::string out(kHome);
  // The cursor stays on the last row, where a line feed would scroll the screen.
  for (size_t row = 1; row < size.rows && !page.empty(); ++row) {
    const auto end = std::min(page.find('\n'), page.size());
    // Cleared before writing: after a full row the cursor stands on the row's last character.
    out.append(kClearRow)
        .append(text::columns_prefix(page.substr(0, end), size.columns))
        .append("\r\n");
    page.remove_prefix(std::min(end + 1, page.size()));
  }
  return out.append(kClearBelow);
}

}  // namespace moonroom::terminal

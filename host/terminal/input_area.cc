#include "terminal/input_area.h"

#include <fmt/format.h>

#include <algorithm>

#include "terminal/control_sequences.h"
#include "text/graphemes.h"

namespace moonroom::terminal {
namespace {

// DECAWM. Without it, a character beyond the last column overwrites that column instead of
// beginning a row.
constexpr std::string_view kBreakOff = "\x1b[?7l";
constexpr std::string_view kBreakOn = "\x1b[?7h";
constexpr std::string_view kReverse = "\x1b[7m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string up(size_t rows) {
  return rows == 0 ? std::string() : fmt::format("\x1b[{}A", rows);
}

// Cuts the layout to the rows around the cursor, leaving one row of the screen for output.
void keep_within(Layout& layout, size_t limit) {
  if (layout.rows.size() <= limit) return;
  const size_t first = layout.cursor_row < limit ? 0 : layout.cursor_row - limit + 1;
  const auto begin = layout.rows.begin() + static_cast<ptrdiff_t>(first);
  const auto end = begin + static_cast<ptrdiff_t>(std::min(limit, layout.rows.size() - first));
  layout.rows = std::vector<Row>(begin, end);
  layout.cursor_row -= first;
}

}  // namespace

size_t InputArea::rows_of(const View& view, std::string_view status, Size size) {
  auto layout = lay_out(view.prompt, view.text, view.cursor, size.columns);
  const size_t head = status.empty() ? 0 : 1;
  keep_within(layout, std::max<size_t>(size.rows, 3) - 1 - head);
  return layout.rows.size() + head;
}

std::string InputArea::to_top() const {
  return shown_ ? up(cursor_row_) + '\r' : std::string("\r");
}

std::string InputArea::erase() {
  if (!shown_) return {};
  auto out = to_top().append(kClearBelow);
  shown_ = false;
  return out;
}

std::string InputArea::draw(const View& view, std::string_view status, Size size) {
  auto layout = lay_out(view.prompt, view.text, view.cursor, size.columns);
  const size_t head = status.empty() ? 0 : 1;
  keep_within(layout, std::max<size_t>(size.rows, 3) - 1 - head);
  const size_t bottom = layout.rows.size() - 1;
  auto out = to_top().append(kBreakOff);
  if (head > 0) {
    const auto shown = text::columns_prefix(status, size.columns);
    out.append(kClearRow).append(kReverse).append(shown).append(kPlain).append("\r\n");
  }
  // Cleared before writing: after a full row the cursor stands on the row's last character.
  for (size_t row = 0; row < bottom; ++row)
    out.append(kClearRow).append(layout.rows[row].text).append("\r\n");
  out.append(kClearBelow).append(layout.rows[bottom].text);
  out.append(up(bottom - layout.cursor_row)).append("\r");
  out.append(layout.rows[layout.cursor_row].text, 0, layout.cursor_bytes).append(kBreakOn);
  if (head > 0) {
    layout.rows.insert(layout.rows.begin(),
                       {{}, text::columns_of_text(text::columns_prefix(status, size.columns))});
    ++layout.cursor_row;
  }
  cursor_row_ = layout.cursor_row;
  layout_ = std::move(layout);
  shown_ = true;
  return out;
}

void InputArea::resized(size_t width) {
  if (shown_) cursor_row_ = cursor_row_after_resize(layout_, width);
}

}  // namespace moonroom::terminal

#include "terminal/layout.h"

#include <wchar.h>
#include <wctype.h>

#include <algorithm>

namespace moonroom::terminal {
namespace {

constexpr size_t kTabStop = 8;

class Pen {
 public:
  explicit Pen(size_t width) : width_(std::max<size_t>(width, 2)) {}

  Cell cell() const { return cell_; }

  void draw(wchar_t c) {
    const size_t columns = columns_of(c);
    make_room(columns);
    cell_.column += columns;
    if (cell_.column >= width_) next_row();
  }

  // The text may hold what a prompt does not: tabs, line feeds, what cannot be printed.
  void draw_typed(wchar_t c) {
    if (c == L'\t') return draw_tab();
    if (c == L'\n') return next_row();
    if (c >= 0 && c < 0x100 && iswcntrl(static_cast<wint_t>(c))) return draw_cells(2);
    if (!iswprint(static_cast<wint_t>(c))) return draw_cells(c > 0xffff ? 8 : 7);
    draw(c);
  }

  // A wide character that does not fit at the edge goes to the next row, and a cursor that stands
  // before it goes along.
  void make_room(size_t columns) {
    if (cell_.column + columns > width_) next_row();
  }

  static size_t columns_of(wchar_t c) { return static_cast<size_t>(std::max(wcwidth(c), 0)); }

 private:
  void next_row() { cell_ = {cell_.row + 1, 0}; }
  void draw_cells(size_t count) {
    while (count-- > 0) draw(L'x');
  }
  void draw_tab() {
    do draw(L' ');
    while (cell_.column % kTabStop != 0);
  }

  size_t width_;
  Cell cell_;
};

}  // namespace

Cell cursor_cell(std::wstring_view prompt, std::wstring_view text, size_t at, size_t width) {
  Pen pen(width);
  for (const wchar_t c : prompt) pen.draw(c);
  for (const wchar_t c : text.substr(0, at)) pen.draw_typed(c);
  if (at < text.size() && Pen::columns_of(text[at]) > 1) pen.make_room(Pen::columns_of(text[at]));
  return pen.cell();
}

}  // namespace moonroom::terminal

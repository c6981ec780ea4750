#include "terminal/layout.h"

#include <algorithm>

#include "text/graphemes.h"

namespace moonroom::terminal {
namespace {

// A pasted tab. Its real width depends on the reader's screen.
constexpr std::string_view kTab = "    ";

class Pen {
 public:
  explicit Pen(size_t width) : width_(std::max<size_t>(width, 2)) { layout_.rows.emplace_back(); }

  void make_room(size_t columns) {
    if (layout_.rows.back().columns + columns > width_) layout_.rows.emplace_back();
  }
  void put_cursor() {
    make_room(1);
    layout_.cursor_row = layout_.rows.size() - 1;
    layout_.cursor_bytes = layout_.rows.back().text.size();
    layout_.cursor_column = layout_.rows.back().columns;
  }
  void draw(std::string_view cluster, size_t columns) {
    layout_.rows.back().text += cluster;
    layout_.rows.back().columns += columns;
  }
  Layout take() { return std::move(layout_); }

 private:
  size_t width_;
  Layout layout_;
};

}  // namespace

Layout lay_out(std::string_view prompt, std::string_view text, size_t cursor, size_t width) {
  const auto all = std::string(prompt).append(text);
  const size_t place = prompt.size() + cursor;
  Pen pen(width);
  bool placed = false;
  for (size_t at = 0; at < all.size();) {
    const size_t end = text::cluster_after(all, at);
    auto cluster = std::string_view(all).substr(at, end - at);
    if (cluster == "\t") cluster = kTab;
    const size_t columns = cluster == kTab ? kTab.size() : text::columns_of_cluster(cluster);
    pen.make_room(columns);
    if (!placed && place < end) {
      pen.put_cursor();
      placed = true;
    }
    pen.draw(cluster, columns);
    at = end;
  }
  if (!placed) pen.put_cursor();
  return pen.take();
}

size_t cursor_row_after_resize(const Layout& layout, size_t width) {
  size_t row = 0;
  for (size_t i = 0; i < layout.cursor_row; ++i)
    row += std::max<size_t>((layout.rows[i].columns + width - 1) / width, 1);
  return row + layout.cursor_column / width;
}

}  // namespace moonroom::terminal

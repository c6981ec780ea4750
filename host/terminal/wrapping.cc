#include "terminal/wrapping.h"

#include <algorithm>

#include "text/graphemes.h"

namespace moonroom::terminal {
namespace {

constexpr size_t kTabStop = 8;

// Indent of further rows when the hanging indent begins beyond the middle, which would leave narrow
// rows.
constexpr size_t kShortIndent = 2;

// Characters that do not begin a row in Chinese and Japanese.
constexpr std::string_view kClosing = "，。、；：！？）」』】》〉”’…ー";

size_t sequence_size(std::string_view text) {
  if (!text.starts_with("\x1b[")) return text.starts_with('\x1b') ? 1 : 0;
  const auto is_final = [](char c) { return c >= '@' && c <= '~'; };
  const auto end = std::find_if(text.begin() + 2, text.end(), is_final);
  return static_cast<size_t>(end - text.begin()) + (end == text.end() ? 0 : 1);
}

class Wrapper {
 public:
  explicit Wrapper(size_t width) : width_(std::max<size_t>(width, 2)) {}

  // No break inside the hanging indent.
  void hang() {
    const bool late = column_ > width_ / 2;
    indent_ = late ? std::min(kShortIndent, width_ / 2 - 1) : column_;
    if (!late) break_ = 0;
    has_text_ = has_text_ && late;
  }
  void put_sequence(std::string_view sequence) { row_ += sequence; }

  void put(std::string_view cluster) {
    if (cluster == "\t") return put_tab();
    const size_t columns = text::columns_of_cluster(cluster);
    const bool blank = cluster == " ";
    const bool closing = kClosing.find(cluster) != std::string_view::npos;
    const bool beside_wide = columns == 2 || behind_wide_;
    if (beside_wide && !closing && !blank && has_text_) allow_break();
    if (column_ + columns > width_) {
      if (blank && has_text_) return begin_row();
      break_row();
    }
    row_ += cluster;
    column_ += columns;
    if (!blank && columns > 0) has_text_ = true;
    if (blank && has_text_) allow_break();
    if (columns > 0) behind_wide_ = columns == 2;
  }

  std::vector<std::string> take() {
    rows_.push_back(std::move(row_));
    return std::move(rows_);
  }

 private:
  void put_tab() {
    const size_t behind = column_ < indent_ ? 0 : column_ - indent_;
    for (size_t blanks = kTabStop - behind % kTabStop; blanks > 0 && column_ < width_; --blanks)
      put(" ");
  }

  void allow_break() {
    break_ = row_.size();
    break_column_ = column_;
  }

  void begin_row() {
    rows_.push_back(std::move(row_));
    row_.assign(indent_, ' ');
    column_ = indent_;
    break_ = 0;
    has_text_ = false;
  }

  // Breaks a word when the row has no other place to break.
  void break_row() {
    if (break_ == 0) return begin_row();
    const auto moved = row_.substr(break_);
    const size_t columns = column_ - break_column_;
    row_.resize(break_);
    row_.erase(row_.find_last_not_of(' ') + 1);
    begin_row();
    row_ += moved;
    column_ += columns;
    has_text_ = columns > 0;
  }

  size_t width_;
  size_t indent_ = 0;
  std::vector<std::string> rows_;
  std::string row_;
  size_t column_ = 0;
  /// The last possible break in the row, 0 for none, and the row's width there.
  size_t break_ = 0;
  size_t break_column_ = 0;
  /// The row has text after the indentation.
  bool has_text_ = false;
  bool behind_wide_ = false;
};

}  // namespace

std::vector<std::string> wrap(std::string_view line, size_t width) {
  Wrapper wrapper(width);
  while (!line.empty()) {
    size_t size = sequence_size(line);
    if (size > 0) {
      wrapper.put_sequence(line.substr(0, size));
    } else if (line.front() == kHang) {
      size = 1;
      wrapper.hang();
    } else {
      size = text::cluster_after(line, 0);
      wrapper.put(line.substr(0, size));
    }
    line.remove_prefix(size);
  }
  return wrapper.take();
}

}  // namespace moonroom::terminal

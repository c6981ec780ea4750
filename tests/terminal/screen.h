// What a person would see: a small terminal that obeys what programs write to it, as far as a line
// editor uses it (ECMA-48 and xterm's automatic margins). Anything else it is told, it counts.
#pragma once

#include <wchar.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/utf8.h"

namespace moonroom::tests {

class Screen {
 public:
  Screen(size_t rows, size_t columns) : columns_(columns), rows_(rows, blank_row()) {}

  void feed(std::string_view bytes) {
    std::wstring text;
    decoder_.feed(bytes, text);
    for (const wchar_t c : text) take(c);
  }

  /// All rows from the first ever written to the last that has something, blanks at the end cut.
  std::vector<std::string> lines() const {
    std::vector<std::string> all = gone_;
    for (const auto& row : rows_) all.push_back(text_of(row));
    while (!all.empty() && all.back().empty()) all.pop_back();
    return all;
  }
  std::string text() const {
    std::string all;
    for (const auto& line : lines()) all += line + "\n";
    return all;
  }
  /// Counted from the first row ever written.
  size_t cursor_row() const { return gone_.size() + row_; }
  size_t cursor_column() const { return column_; }
  /// Sequences that this terminal does not know.
  int surprises() const { return surprises_; }

 private:
  // The second cell of a wide character.
  static constexpr wchar_t kCovered = L'\0';
  enum class State { text, escape, sequence, charset };
  using Row = std::wstring;

  Row blank_row() const { return Row(columns_, L' '); }

  static std::string text_of(const Row& row) {
    Row shown;
    for (const wchar_t c : row)
      if (c != kCovered) shown += c;
    shown.erase(shown.find_last_not_of(L' ') + 1);
    return terminal::to_utf8(shown);
  }

  void take(wchar_t c) {
    switch (state_) {
      case State::text:
        return take_text(c);
      case State::escape:
        return take_escape(c);
      case State::charset:
        state_ = State::text;
        return;
      case State::sequence:
        if ((c >= L'0' && c <= L'9') || c == L';' || c == L'?') {
          parameters_ += c;
        } else {
          state_ = State::text;
          obey(c);
        }
    }
  }

  void take_text(wchar_t c) {
    if (c == L'\x1b') {
      state_ = State::escape;
    } else if (c == L'\r') {
      move_to(0);
    } else if (c == L'\n') {
      next_row();
    } else if (c == L'\b') {
      move_to(column_ > 0 ? column_ - 1 : 0);
    } else if (c == L'\t') {
      move_to(std::min(columns_ - 1, (column_ / 8 + 1) * 8));
    } else if (c >= L' ') {
      put(c);
    }
  }

  void take_escape(wchar_t c) {
    parameters_.clear();
    if (c == L'[') {
      state_ = State::sequence;
    } else if (c == L'(') {
      state_ = State::charset;
    } else {
      state_ = State::text;
      if (c != L'=' && c != L'>') ++surprises_;
    }
  }

  void put(wchar_t c) {
    const auto width = static_cast<size_t>(std::max(::wcwidth(c), 0));
    if (width == 0) return;
    if (wrap_pending_ || column_ + width > columns_) {
      next_row();
      move_to(0);
    }
    rows_[row_][column_] = c;
    if (width == 2) rows_[row_][column_ + 1] = kCovered;
    column_ += width;
    wrap_pending_ = column_ == columns_;
    if (wrap_pending_) --column_;
  }

  void next_row() {
    wrap_pending_ = false;
    if (row_ + 1 < rows_.size()) {
      ++row_;
      return;
    }
    gone_.push_back(text_of(rows_.front()));
    rows_.erase(rows_.begin());
    rows_.push_back(blank_row());
  }

  void move_to(size_t column) {
    column_ = std::min(column, columns_ - 1);
    wrap_pending_ = false;
  }

  size_t parameter(size_t fallback) const {
    size_t value = 0;
    for (const wchar_t c : parameters_) {
      if (c < L'0' || c > L'9') break;
      value = value * 10 + static_cast<size_t>(c - L'0');
    }
    return value == 0 ? fallback : value;
  }

  void obey(wchar_t command) {
    Row& row = rows_[row_];
    switch (command) {
      case L'A':
        row_ -= std::min(row_, parameter(1));
        return move_to(column_);
      case L'B':
        row_ = std::min(rows_.size() - 1, row_ + parameter(1));
        return move_to(column_);
      case L'C':
        return move_to(column_ + parameter(1));
      case L'D':
        return move_to(column_ - std::min(column_, parameter(1)));
      case L'G':
        return move_to(parameter(1) - 1);
      case L'H':
        row_ = 0;
        return move_to(0);
      case L'J':
        clear_screen(parameter(0));
        return;
      case L'K':
        row.replace(column_, columns_ - column_, columns_ - column_, L' ');
        return;
      case L'P':
        row.erase(column_, parameter(1));
        row.resize(columns_, L' ');
        return;
      case L'@':
        row.insert(column_, parameter(1), L' ');
        row.resize(columns_);
        return;
      case L'm':
        return;
      default:
        ++surprises_;
    }
  }

  void clear_screen(size_t how) {
    if (how == 2) {
      std::fill(rows_.begin(), rows_.end(), blank_row());
      return;
    }
    rows_[row_].replace(column_, columns_ - column_, columns_ - column_, L' ');
    std::fill(rows_.begin() + static_cast<std::ptrdiff_t>(row_) + 1, rows_.end(), blank_row());
  }

  size_t columns_;
  std::vector<Row> rows_;
  std::vector<std::string> gone_;
  size_t row_ = 0;
  size_t column_ = 0;
  bool wrap_pending_ = false;
  State state_ = State::text;
  std::wstring parameters_;
  terminal::Utf8Decoder decoder_;
  int surprises_ = 0;
};

}  // namespace moonroom::tests

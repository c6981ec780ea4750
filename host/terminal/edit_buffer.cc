#include "terminal/edit_buffer.h"

#include <utf8proc.h>

#include <utility>

#include "text/graphemes.h"
#include "text/utf8.h"

namespace moonroom::terminal {
namespace {

bool is_blank_at(char byte) {
  return byte == ' ';
}

// Letters, digits, and every byte that is not ASCII.
bool is_word(char byte) {
  return byte < 0 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z');
}

bool steers(wchar_t character) {
  if (character == L'\t') return false;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

}  // namespace

std::string sanitize_input(std::string_view bytes) {
  auto text = text::from_utf8(bytes);
  for (wchar_t& character : text)
    if (character == L'\n' || character == L'\r') character = L' ';
  std::erase_if(text, steers);
  return text::to_utf8(text);
}

void EditBuffer::set(std::string text) {
  text_ = std::move(text);
  cursor_ = text_.size();
}

void EditBuffer::insert(std::string_view text) {
  const std::string copy(text);
  text_.insert(cursor_, copy);
  cursor_ += copy.size();
  // The inserted text can have joined with the following character into one cluster.
  if (cursor_ < text_.size() && cursor_ > 0) {
    const size_t begin = text::cluster_before(text_, cursor_);
    cursor_ = text::cluster_after(text_, begin);
  }
}

void EditBuffer::left() {
  cursor_ = text::cluster_before(text_, cursor_);
}

void EditBuffer::right() {
  if (cursor_ < text_.size()) cursor_ = text::cluster_after(text_, cursor_);
}

void EditBuffer::erase_before() {
  const size_t begin = text::cluster_before(text_, cursor_);
  text_.erase(begin, cursor_ - begin);
  cursor_ = begin;
}

void EditBuffer::erase_here() {
  if (cursor_ < text_.size()) text_.erase(cursor_, text::cluster_after(text_, cursor_) - cursor_);
}

void EditBuffer::cut_argument_before() {
  size_t begin = cursor_;
  while (begin > 0 && is_blank_at(text_[begin - 1])) --begin;
  while (begin > 0 && !is_blank_at(text_[begin - 1])) --begin;
  cut(begin, cursor_);
}

void EditBuffer::transpose() {
  if (cursor_ == text_.size()) left();
  const size_t first = text::cluster_before(text_, cursor_);
  if (cursor_ == 0 || cursor_ == text_.size()) return;
  const size_t behind = text::cluster_after(text_, cursor_);
  const auto moved = text_.substr(cursor_, behind - cursor_);
  text_.erase(cursor_, moved.size());
  text_.insert(first, moved);
  cursor_ = behind;
}

size_t EditBuffer::word_begin() const {
  size_t at = cursor_;
  while (at > 0 && !is_word(text_[at - 1])) --at;
  while (at > 0 && is_word(text_[at - 1])) --at;
  return at;
}

size_t EditBuffer::word_end() const {
  size_t at = cursor_;
  while (at < text_.size() && !is_word(text_[at])) ++at;
  while (at < text_.size() && is_word(text_[at])) ++at;
  return at;
}

void EditBuffer::cut(size_t begin, size_t end) {
  if (begin == end) return;
  cut_ = text_.substr(begin, end - begin);
  text_.erase(begin, end - begin);
  cursor_ = begin;
}

}  // namespace moonroom::terminal

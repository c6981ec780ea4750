#include "terminal/screen.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "terminal/control_sequences.h"
#include "terminal/full_screen.h"

namespace moonroom::terminal {
namespace {

// Home, and all of the screen (ECMA-48: CUP, ED).
constexpr std::string_view kClearScreen = "\x1b[H\x1b[2J";

}  // namespace

// Acquires the terminal at once, so that keys typed before the first prompt are not echoed.
Screen::Screen() {
  if (in_foreground(STDIN_FILENO)) acquire();
}

Screen::~Screen() {
  if (in_foreground(STDIN_FILENO)) write_all(STDOUT_FILENO, area_.erase());
}

void Screen::acquire() {
  if (!modes_) modes_.emplace(STDIN_FILENO);
  if (std::exchange(is_lost_, false)) modes_->edit();
}

void Screen::lose() {
  is_lost_ = true;
  area_.forget();
}

void Screen::hand_over() {
  end_page();
  write_all(STDOUT_FILENO, area_.erase());
  if (modes_) modes_->restore();
}

void Screen::release_interrupt_key() {
  if (modes_ && in_foreground(STDIN_FILENO)) modes_->set_interrupt_key(false);
}

// ── Output and the typed line ───────────────────────────────────────────────────────────────────

void Screen::print(std::string_view text) {
  printed_.append(text);
  if (!text.ends_with('\n')) printed_ += '\n';
}

void Screen::write_printed() {
  if (printed_.empty() || has_page_) return;
  const auto columns = size_of(STDOUT_FILENO).columns;
  write_all(STDOUT_FILENO, area_.erase() + shown_.add(std::exchange(printed_, {}), columns));
}

void Screen::set_status(std::string_view status) {
  is_changed_ = is_changed_ || status_ != status;
  status_ = status;
}

void Screen::set_hint(std::string_view hint) {
  is_changed_ = is_changed_ || hint_ != hint;
  hint_ = hint;
}

void Screen::refresh(const View& view, bool is_idling) {
  if (!in_foreground(STDIN_FILENO)) {
    lose();
    write_printed();
    return;
  }
  acquire();
  modes_->set_interrupt_key(!is_idling);
  if (area_.shown() && printed_.empty() && !is_changed_ && !is_resized_) return;
  is_changed_ = false;
  const auto size = size_of(STDOUT_FILENO);
  auto out = printed_.empty() && !is_resized_ ? std::string() : area_.erase();
  out += shown_.add(std::exchange(printed_, {}), size.columns);
  if (std::exchange(is_resized_, false)) out += repaint(view, size);
  out += area_.draw(view, status(), size);
  write_all(STDOUT_FILENO, out);
}

// With a known full screen, redraws all of it at absolute positions: terminals differ in how they
// re-flow rows that no longer fit, and a drag of the mouse changes the size faster than SIGWINCH
// arrives. Otherwise the shell's own lines are above, and stay untouched.
std::string Screen::repaint(const View& view, Size size) {
  const auto rows = shown_.last_rows(size.rows, size.columns);
  if (rows.size() < size.rows) return {};
  // Not cleared at once from the first row: some terminals would scroll that as a page into their
  // scroll-back.
  std::string out = fmt::format("\x1b[H{}\x1b[2;1H{}\x1b[H", kClearRow, kClearBelow);
  const size_t below = std::min(InputArea::rows_of(view, status(), size), size.rows);
  for (size_t row = below; row < rows.size(); ++row) out.append(rows[row]).append("\r\n");
  return out;
}

void Screen::on_resize() {
  area_.resized(size_of(STDOUT_FILENO).columns);
  is_resized_ = true;
}

void Screen::clear() {
  if (!in_foreground(STDIN_FILENO)) return;
  area_.forget();
  shown_.clear();
  printed_.clear();
  write_all(STDOUT_FILENO, kClearScreen);
}

// ── A page ──────────────────────────────────────────────────────────────────────────────────────

void Screen::draw_page(std::string_view page) {
  acquire();
  if (!std::exchange(has_page_, true)) {
    write_all(STDOUT_FILENO, area_.erase());
    modes_->begin_page();
  }
  write_all(STDOUT_FILENO, page_on_screen(page, size_of(STDOUT_FILENO)));
}

void Screen::end_page() {
  if (!std::exchange(has_page_, false)) return;
  if (!is_lost_) modes_->end_page();
  is_changed_ = true;
}

}  // namespace moonroom::terminal

// What the terminal shows: the typed line below the output, or a page over both; and the handover
// to the shell at Ctrl-Z.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "terminal/control_sequences.h"
#include "terminal/full_screen.h"
#include "terminal/terminal.h"

namespace moonroom::terminal {

void Terminal::refresh() {
  if (!in_foreground(STDIN_FILENO)) {
    lose_terminal();
    write_printed();
    return;
  }
  acquire_terminal();
  modes_->set_interrupt_key(!idling_);
  if (area_.shown() && printed_.empty() && !changed_ && !resized_) return;
  changed_ = false;
  const auto size = size_of(STDOUT_FILENO);
  const auto view = idling_ ? View() : editor_.view();
  auto out = printed_.empty() && !resized_ ? std::string() : area_.erase();
  out += shown_.add(std::exchange(printed_, {}), size.columns);
  if (std::exchange(resized_, false)) out += repaint();
  out += area_.draw(view, hint_.empty() ? status_ : hint_, size);
  write_all(STDOUT_FILENO, out);
}

// With a known full screen, redraws all of it at absolute positions: terminals differ in how they
// re-flow rows that no longer fit, and a drag of the mouse changes the size faster than SIGWINCH
// arrives. Otherwise the shell's own lines are above, and stay untouched.
std::string Terminal::repaint() {
  const auto size = size_of(STDOUT_FILENO);
  const auto view = idling_ ? View() : editor_.view();
  const auto status = std::string_view(hint_.empty() ? status_ : hint_);
  const auto rows = shown_.last_rows(size.rows, size.columns);
  if (rows.size() < size.rows) return {};
  // Not cleared at once from the first row: some terminals would scroll that as a page into their
  // scroll-back.
  std::string out = fmt::format("\x1b[H{}\x1b[2;1H{}\x1b[H", kClearRow, kClearBelow);
  const size_t below = std::min(InputArea::rows_of(view, status, size), size.rows);
  for (size_t row = below; row < rows.size(); ++row) out.append(rows[row]).append("\r\n");
  return out;
}

void Terminal::acquire_terminal() {
  if (!modes_) modes_.emplace(STDIN_FILENO);
  if (std::exchange(was_away_, false)) modes_->edit();
}

void Terminal::write_printed() {
  if (printed_.empty()) return;
  const auto columns = size_of(STDOUT_FILENO).columns;
  write_all(STDOUT_FILENO, area_.erase() + shown_.add(std::exchange(printed_, {}), columns));
}

void Terminal::print(std::string_view text) {
  printed_.append(text);
  if (!text.ends_with('\n')) printed_ += '\n';
  if (!reading_ && !watching_) write_printed();
}

void Terminal::ask(PromptOptions asking) {
  editor_.ask(std::move(asking));
  changed_ = true;
}

void Terminal::set_status(std::string_view status) {
  changed_ = changed_ || status_ != status;
  status_ = status;
}

// ── A page ──────────────────────────────────────────────────────────────────────────────────────

bool Terminal::watch(std::span<const Source> sources, std::string_view page, int milliseconds) {
  using std::chrono::steady_clock;
  if (!in_foreground(STDIN_FILENO)) return false;
  serve_with_signals(sources);
  const auto until = steady_clock::now() + std::chrono::milliseconds(milliseconds);
  draw_page(page);
  for (auto now = until - std::chrono::milliseconds(milliseconds); now < until;
       now = steady_clock::now()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
    const auto woken = wait_once(STDIN_FILENO, sources_, static_cast<int>(left));
    if (woken == WaitResult::stopped || was_away_) return false;
    if (woken != WaitResult::input) continue;
    std::array<char, 256> passed_over{};
    (void)!::read(STDIN_FILENO, passed_over.data(), passed_over.size());
    return false;
  }
  return true;
}

void Terminal::draw_page(std::string_view page) {
  acquire_terminal();
  std::string out;
  if (!std::exchange(watching_, true)) {
    out = area_.erase();
    write_all(STDOUT_FILENO, out);
    modes_->begin_page();
  }
  write_all(STDOUT_FILENO, page_on_screen(page, size_of(STDOUT_FILENO)));
}

void Terminal::end_watch() {
  if (!std::exchange(watching_, false)) return;
  if (!was_away_) modes_->end_page();
  changed_ = true;
  if (!reading_) write_printed();
}

// ── Job control ─────────────────────────────────────────────────────────────────────────────────

void Terminal::on_signals() {
  while (const auto number = signals_.next()) {
    if (*number == SIGTSTP) stop_for_shell();
    // The SIGCONT after our own stop can come late, or never.
    if (*number == SIGCONT && !std::exchange(stopped_ourselves_, false)) go_on();
    if (*number == SIGWINCH) {
      area_.resized(size_of(STDOUT_FILENO).columns);
      resized_ = true;
    }
  }
}

void Terminal::stop_for_shell() {
  end_watch();
  write_all(STDOUT_FILENO, area_.erase());
  if (modes_) modes_->restore();
  stopped_ourselves_ = true;
  ::raise(SIGSTOP);
  go_on();
}

void Terminal::go_on() {
  lose_terminal();
  if (editor_.prompt_options().on_return) editor_.prompt_options().on_return();
}

void Terminal::lose_terminal() {
  was_away_ = true;
  area_.forget();
}

}  // namespace moonroom::terminal

#include "terminal/terminal.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

namespace moonroom::terminal {

Terminal::Terminal() : signals_({SIGWINCH, SIGTSTP, SIGCONT}) {}

// Signals come first: `on_return` must run before other sources are served.
void Terminal::serve_with_signals(std::span<const Source> sources) {
  sources_ = {{signals_.descriptor(), [this] {
                 on_signals();
                 return true;
               }}};
  sources_.insert(sources_.end(), sources.begin(), sources.end());
}

std::optional<Line> Terminal::read_line(std::span<const Source> sources) {
  serve_with_signals(sources);
  if (std::exchange(idling_, false)) screen_.mark_changed();
  reading_ = true;
  auto line = next_line();
  reading_ = false;
  screen_.release_interrupt_key();
  screen_.write_printed();
  return line;
}

std::optional<Line> Terminal::next_line() {
  while (true) {
    if (!keys_.empty() && entered_.empty() && on_keys()) return std::nullopt;
    if (!entered_.empty()) {
      auto line = std::move(entered_.front());
      entered_.pop_front();
      return line;
    }
    if (!await_keys()) return std::nullopt;
  }
}

void Terminal::idle(std::span<const Source> sources, int milliseconds) {
  serve_with_signals(sources);
  if (!std::exchange(idling_, true)) screen_.mark_changed();
  reading_ = true;
  refresh();
  wait_once(-1, sources_, milliseconds);
  reading_ = false;
  screen_.write_printed();
}

bool Terminal::await_keys() {
  refresh();
  const auto woken = wait_once(STDIN_FILENO, sources_);
  return woken != WaitResult::stopped && (woken != WaitResult::input || read_keys());
}

bool Terminal::read_keys() {
  std::array<char, 4096> bytes{};
  const ssize_t size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
  if (size > 0) decoder_.feed({bytes.data(), static_cast<size_t>(size)}, keys_);
  if (size > 0 || (size < 0 && (errno == EINTR || errno == EAGAIN))) return true;
  // A job that has just lost the terminal and ignores SIGTTIN gets an error, too.
  return size < 0 && !in_foreground(STDIN_FILENO);
}

// Keys after one that enters a line belong to the next line.
bool Terminal::on_keys() {
  size_t taken = 0;
  bool ended = false;
  while (taken < keys_.size() && !ended && entered_.empty()) {
    screen_.mark_changed();
    screen_.set_hint({});
    switch (editor_.on_key(keys_[taken++])) {
      case LineEditor::Step::typing:
        break;
      case LineEditor::Step::entered:
        enter_lines();
        break;
      case LineEditor::Step::ended:
        ended = true;
        break;
      case LineEditor::Step::cleared:
        screen_.set_hint(editor_.prompt_options().cleared);
        break;
      case LineEditor::Step::interrupted:
        interrupt();
        break;
      case LineEditor::Step::clear:
        clear_screen();
        break;
      case LineEditor::Step::choices:
        show_choices();
        break;
    }
  }
  keys_.erase(keys_.begin(), keys_.begin() + static_cast<ptrdiff_t>(taken));
  return ended;
}

// Sends the signal to every process of this job, as the terminal would have done.
void Terminal::interrupt() {
  ::kill(0, SIGINT);
}

void Terminal::clear_screen() {
  screen_.clear();
}

void Terminal::enter_lines() {
  const auto& asking = editor_.prompt_options();
  for (auto& line : editor_.drain_lines()) {
    const auto shown =
        asking.transcript ? asking.transcript(line) : asking.prompt + (asking.secret ? "" : line);
    if (!shown.empty()) print(shown);
    entered_.push_back(bounded_line(line));
    entered_.back().pasted = editor_.pasted();
  }
}

void Terminal::show_choices() {
  auto choices = editor_.drain_choices();
  for (auto& choice : choices) choice.erase(choice.find_last_not_of(' ') + 1);
  print(fmt::format("{}", fmt::join(choices, "  ")));
}

void Terminal::refresh() {
  screen_.refresh(idling_ ? View() : editor_.view(), idling_);
}

void Terminal::print(std::string_view text) {
  screen_.print(text);
  if (!reading_) screen_.write_printed();
}

void Terminal::ask(PromptOptions asking) {
  editor_.ask(std::move(asking));
  screen_.mark_changed();
}

void Terminal::set_status(std::string_view status) {
  screen_.set_status(status);
}

// ── A page ──────────────────────────────────────────────────────────────────────────────────────

bool Terminal::watch(std::span<const Source> sources, std::string_view page, int milliseconds) {
  using std::chrono::steady_clock;
  if (!in_foreground(STDIN_FILENO)) return false;
  serve_with_signals(sources);
  const auto until = steady_clock::now() + std::chrono::milliseconds(milliseconds);
  screen_.draw_page(page);
  for (auto now = until - std::chrono::milliseconds(milliseconds); now < until;
       now = steady_clock::now()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
    const auto woken = wait_once(STDIN_FILENO, sources_, static_cast<int>(left));
    if (woken == WaitResult::stopped || screen_.is_lost()) return false;
    if (woken != WaitResult::input) continue;
    std::array<char, 256> passed_over{};
    (void)!::read(STDIN_FILENO, passed_over.data(), passed_over.size());
    return false;
  }
  return true;
}

void Terminal::end_watch() {
  if (!screen_.shows_page()) return;
  screen_.end_page();
  if (!reading_) screen_.write_printed();
}

// ── Job control ─────────────────────────────────────────────────────────────────────────────────

void Terminal::on_signals() {
  while (const auto number = signals_.next()) {
    if (*number == SIGTSTP) stop_for_shell();
    // The SIGCONT after our own stop can come late, or never.
    if (*number == SIGCONT && !std::exchange(stopped_ourselves_, false)) go_on();
    if (*number == SIGWINCH) screen_.on_resize();
  }
}

void Terminal::stop_for_shell() {
  end_watch();
  screen_.hand_over();
  stopped_ourselves_ = true;
  ::raise(SIGSTOP);
  go_on();
}

void Terminal::go_on() {
  screen_.lose();
  if (editor_.prompt_options().on_return) editor_.prompt_options().on_return();
}

}  // namespace moonroom::terminal

#include "terminal/terminal.h"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

namespace moonroom::terminal {

Terminal::Terminal() : signals_({SIGWINCH, SIGTSTP, SIGCONT}) {}

std::optional<Line> Terminal::read_line(std::span<const Source> sources) {
  sources_.assign(sources.begin(), sources.end());
  sources_.push_back({signals_.descriptor(), [this] {
                        take_signals();
                        return true;
                      }});
  if (!await_turn()) return std::nullopt;
  if (!editor_) begin();
  const auto typed = editor_->edit();
  if (!typed) return std::nullopt;
  return bounded_line(*typed);
}

bool Terminal::await_turn() {
  while (!in_foreground(STDIN_FILENO))
    if (wait_once(STDIN_FILENO, sources_) == Woken::stopped) return false;
  return true;
}

void Terminal::begin() {
  modes_.emplace(STDIN_FILENO);
  editor_.emplace([this] { return next_key(); }, [this](const std::string& text) { print(text); });
  editor_->set_prompt(prompt_);
  editor_->set_phrases(phrases_);
}

std::optional<wchar_t> Terminal::next_key() {
  if (keys_used_ == keys_.size() && !await_keys()) return std::nullopt;
  return keys_[keys_used_++];
}

bool Terminal::await_keys() {
  keys_.clear();
  keys_used_ = 0;
  while (keys_.empty()) {
    follow_foreground();
    const auto woken = wait_once(STDIN_FILENO, sources_);
    if (woken == Woken::stopped || (woken == Woken::input && !read_keys())) return false;
  }
  return true;
}

bool Terminal::read_keys() {
  std::array<char, 1024> bytes{};
  const ssize_t size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
  if (size > 0) decoder_.feed({bytes.data(), static_cast<size_t>(size)}, keys_);
  if (size > 0 || (size < 0 && (errno == EINTR || errno == EAGAIN))) return true;
  // A job that lost the terminal in this very moment, and ignores SIGTTIN, gets an error too.
  return size < 0 && !in_foreground(STDIN_FILENO);
}

void Terminal::follow_foreground() {
  if (!in_foreground(STDIN_FILENO)) {
    lose_terminal();
    return;
  }
  if (was_away_) editor_->set_modes();
  was_away_ = false;
  editor_->draw();
}

void Terminal::take_signals() {
  while (const auto number = signals_.next()) {
    if (*number == SIGTSTP) stop_for_shell();
    if (*number == SIGCONT) lose_terminal();
    // Drawn again before the next key, for the size that the window has then.
    if (*number == SIGWINCH && editor_) editor_->erase();
  }
}

void Terminal::stop_for_shell() {
  if (editor_) editor_->erase();
  if (modes_) modes_->restore();
  ::raise(SIGSTOP);
  lose_terminal();
}

void Terminal::lose_terminal() {
  was_away_ = true;
  if (editor_) editor_->abandon();
}

void Terminal::print(std::string_view text) {
  if (editor_) editor_->erase();
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (!text.ends_with('\n')) std::fputc('\n', stdout);
  std::fflush(stdout);
}

void Terminal::set_prompt(std::string_view prompt) {
  prompt_ = prompt;
  if (editor_) editor_->set_prompt(prompt);
}

void Terminal::set_phrases(std::vector<std::string> phrases) {
  phrases_ = std::move(phrases);
  if (editor_) editor_->set_phrases(phrases_);
}

}  // namespace moonroom::terminal

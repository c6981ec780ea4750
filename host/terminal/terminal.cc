#include "terminal/terminal.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace moonroom::terminal {
namespace {

// Home, and all of the screen (ECMA-48: CUP, ED).
constexpr std::string_view kClearScreen = "\x1b[H\x1b[2J";

}  // namespace

// Acquires the terminal at once, so that keys typed before the first prompt are not echoed.
Terminal::Terminal() : signals_({SIGWINCH, SIGTSTP, SIGCONT}) {
  if (in_foreground(STDIN_FILENO)) acquire_terminal();
}

Terminal::~Terminal() {
  if (in_foreground(STDIN_FILENO)) write_all(STDOUT_FILENO, area_.erase());
}

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
  changed_ = std::exchange(idling_, false) || changed_;
  reading_ = true;
  auto line = next_line();
  reading_ = false;
  if (modes_ && in_foreground(STDIN_FILENO)) modes_->set_interrupt_key(false);
  write_printed();
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
  changed_ = !std::exchange(idling_, true) || changed_;
  reading_ = true;
  refresh();
  wait_once(-1, sources_, milliseconds);
  reading_ = false;
  write_printed();
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
    changed_ = true;
    hint_.clear();
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
        hint_ = editor_.prompt_options().cleared;
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
  if (!in_foreground(STDIN_FILENO)) return;
  area_.forget();
  shown_.clear();
  printed_.clear();
  write_all(STDOUT_FILENO, kClearScreen);
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

}  // namespace moonroom::terminal

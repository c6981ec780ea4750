#include "terminal/plain_lines.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "terminal/tty.h"

namespace moonroom::terminal {
namespace {

// The parent process can have passed a non-blocking descriptor.
bool try_again() {
  return errno == EINTR || errno == EAGAIN;
}

}  // namespace

PlainLines::PlainLines(size_t longest)
    : interactive_(::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO)), buffer_(longest) {}

void PlainLines::print(std::string_view text) {
  std::string lines(text);
  if (!lines.ends_with('\n')) lines += '\n';
  write(lines);
}

void PlainLines::idle(std::span<const Source> sources, int milliseconds) {
  wait_once(-1, sources, milliseconds);
}

bool PlainLines::watch(std::span<const Source> /*sources*/, std::string_view page,
                       int /*milliseconds*/) {
  print(page);
  return false;
}

std::optional<Line> PlainLines::read_line(std::span<const Source> sources) {
  if (interactive_) write(prompt_options_.prompt);
  std::optional<Unechoed> unechoed;
  if (interactive_ && prompt_options_.secret) unechoed.emplace(STDIN_FILENO);
  while (!output_ended_) {
    if (auto line = buffer_.next()) return line;
    if (input_ended_) return buffer_.unfinished();
    const auto woken = wait_once(STDIN_FILENO, sources);
    if (woken == WaitResult::stopped) return std::nullopt;
    if (woken == WaitResult::input) read_some();
  }
  return std::nullopt;
}

void PlainLines::read_some() {
  std::array<char, 16384> bytes{};
  const ssize_t size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
  if (size > 0) {
    buffer_.append({bytes.data(), static_cast<size_t>(size)});
  } else if (size == 0 || !try_again()) {
    input_ended_ = true;
  }
}

void PlainLines::write(std::string_view bytes) {
  if (!output_ended_ && !write_all(STDOUT_FILENO, bytes)) output_ended_ = true;
}

}  // namespace moonroom::terminal

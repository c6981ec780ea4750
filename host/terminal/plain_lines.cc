#include "terminal/plain_lines.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace moonroom::terminal {
namespace {

// A program that gave us its own descriptor may have made it non-blocking.
bool try_again(int descriptor, short events) {
  if (errno == EINTR) return true;
  if (errno != EAGAIN) return false;
  pollfd polled{descriptor, events, 0};
  return ::poll(&polled, 1, -1) >= 0 || errno == EINTR;
}

}  // namespace

PlainLines::PlainLines() : interactive_(::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO)) {}

std::optional<Line> PlainLines::read_line(std::span<const Source> sources) {
  if (interactive_) write(prompt_);
  while (!output_ended_) {
    if (auto line = buffer_.next()) return line;
    if (input_ended_) return buffer_.rest();
    const auto woken = wait_once(STDIN_FILENO, sources);
    if (woken == Woken::stopped) return std::nullopt;
    if (woken == Woken::input) read_some();
  }
  return std::nullopt;
}

void PlainLines::read_some() {
  std::array<char, 16384> bytes{};
  const ssize_t size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
  if (size > 0) {
    buffer_.append({bytes.data(), static_cast<size_t>(size)});
  } else if (size == 0 || !try_again(STDIN_FILENO, POLLIN)) {
    input_ended_ = true;
  }
}

void PlainLines::print(std::string_view text) {
  std::string lines(text);
  if (!lines.ends_with('\n')) lines += '\n';
  write(lines);
}

void PlainLines::write(std::string_view bytes) {
  while (!bytes.empty() && !output_ended_) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (!try_again(STDOUT_FILENO, POLLOUT)) {
      output_ended_ = true;
    }
  }
}

}  // namespace moonroom::terminal

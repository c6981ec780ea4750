#include "terminal/poll_sources.h"

#include <poll.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "terminal/tty.h"

namespace moonroom::terminal {
namespace {

// How often a background job checks whether it is in the foreground: no signal reports that.
constexpr int kLookMilliseconds = 250;

bool poll_once(std::vector<pollfd>& polled, int timeout) {
  if (::poll(polled.data(), polled.size(), timeout) >= 0) return true;
  if (errno == EINTR) return false;
  throw std::system_error(errno, std::generic_category(), "poll");
}

}  // namespace

WaitResult wait_once(int input, std::span<const Source> sources, int milliseconds) {
  const bool our_turn = input < 0 || in_foreground(input);
  std::vector<pollfd> polled = {{our_turn ? input : -1, POLLIN, 0}};
  for (const auto& source : sources) polled.push_back({source.descriptor, POLLIN, 0});
  if (!poll_once(polled, our_turn ? milliseconds : kLookMilliseconds)) return WaitResult::served;
  for (size_t i = 0; i < sources.size(); ++i)
    if (polled[i + 1].revents != 0 && !sources[i].on_readable()) return WaitResult::stopped;
  return polled[0].revents != 0 ? WaitResult::input : WaitResult::served;
}

void serve(std::span<const Source> sources) {
  while (wait_once(-1, sources) != WaitResult::stopped) {
  }
}

}  // namespace moonroom::terminal

#include "app/handover.h"

#include <fmt/format.h>
#include <signal.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace moonroom::app {
namespace {

constexpr const char* kSocket = "MOONROOM_SOCKET";
constexpr const char* kLock = "MOONROOM_LOCK";

int take(const char* name) {
  const char* text = std::getenv(name);
  int number = -1;
  if (text) std::from_chars(text, text + std::strlen(text), number);
  ::unsetenv(name);
  return number;
}

// A copy that outlives exec; the original is closed by it.
void leave(const char* name, int descriptor) {
  const int copy = descriptor < 0 ? -1 : ::dup(descriptor);
  if (copy >= 0) ::setenv(name, std::to_string(copy).c_str(), 1);
}

}  // namespace

Handover take_over() {
  Handover handover{take(kSocket), take(kLock)};
  const bool activated = ::sd_listen_fds(1) > 0;
  if (handover.socket < 0 && activated) handover.socket = SD_LISTEN_FDS_START;
  return handover;
}

void hold_signals(bool hold) {
  sigset_t held;
  sigemptyset(&held);
  for (const int number : {SIGUSR2, SIGTERM, SIGINT, SIGHUP}) sigaddset(&held, number);
  pthread_sigmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &held, nullptr);
}

void hand_on(const Handover& handover) {
  leave(kSocket, handover.socket);
  leave(kLock, handover.lock);
}

int become(const std::filesystem::path& program, char** argv) {
  ::execv(program.c_str(), argv);
  fmt::print(stderr, "moonroomd: cannot become {}: {}\n", program.string(), std::strerror(errno));
  return 1;
}

}  // namespace moonroom::app

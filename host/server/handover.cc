#include "server/handover.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <string_view>
#include <system_error>

#include "base/version.h"

namespace moonroom::server {
namespace {

constexpr const char* kSockets = "MOONROOM_SOCKET";
constexpr const char* kActivated = "MOONROOM_ACTIVATED";
constexpr const char* kLock = "MOONROOM_LOCK";
constexpr const char* kPrevious = "MOONROOM_PREVIOUS";
constexpr const char* kPreviousVersion = "MOONROOM_PREVIOUS_VERSION";
constexpr const char* kNumber = "MOONROOM_UPGRADE";
constexpr const char* kFailure = "MOONROOM_FAILURE";

std::string pop_variable(const char* name) {
  const char* text = std::getenv(name);
  std::string word = text ? text : "";
  ::unsetenv(name);
  return word;
}

template <class Number>
Number number_in(std::string_view text, Number otherwise) {
  std::from_chars(text.data(), text.data() + text.size(), otherwise);
  return otherwise;
}

// Accepts only an open descriptor: the environment is untrusted.
UniqueFd adopt_descriptor(std::string_view text) {
  const int descriptor = number_in(text, -1);
  if (descriptor <= STDERR_FILENO || ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0) return {};
  return UniqueFd(descriptor);
}

std::vector<UniqueFd> adopt_descriptors(std::string_view list) {
  std::vector<UniqueFd> taken;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    if (auto descriptor = adopt_descriptor(list.substr(0, end)))
      taken.push_back(std::move(descriptor));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return taken;
}

// A copy that outlives exec, which closes the original.
std::string leave_descriptor(const UniqueFd& descriptor) {
  const int copy = descriptor ? ::dup(descriptor.get()) : -1;
  return copy < 0 ? "" : std::to_string(copy);
}

void leave_word(const char* name, const std::string& word) {
  if (word.empty())
    ::unsetenv(name);
  else
    ::setenv(name, word.c_str(), 1);
}

void leave(const Handover& handover) {
  std::vector<std::string> sockets;
  std::transform(handover.sockets.begin(), handover.sockets.end(), std::back_inserter(sockets),
                 leave_descriptor);
  leave_word(kSockets, fmt::format("{}", fmt::join(sockets, ",")));
  leave_word(kActivated, handover.activated ? "1" : "");
  leave_word(kLock, leave_descriptor(handover.lock));
  leave_word(kPrevious, leave_descriptor(handover.previous));
  leave_word(kPreviousVersion, handover.previous_version);
  leave_word(kNumber, std::to_string(handover.number));
  leave_word(kFailure, handover.failure);
}

}  // namespace

std::vector<int> Handover::descriptors() const {
  std::vector<int> all = {lock.get(), previous.get()};
  for (const auto& socket : sockets) all.push_back(socket.get());
  std::erase_if(all, [](int descriptor) { return descriptor < 0; });
  return all;
}

admin::UpgradeStatus Handover::outcome() const {
  if (!failure.empty()) return {number, admin::UpgradeStatus::State::failed, failure};
  if (!is_handed_over()) return {};
  return {number, admin::UpgradeStatus::State::done,
          fmt::format("process {} is moonroomd {} now, it was {}", ::getpid(), version(),
                      previous_version.empty() ? "an earlier version" : previous_version)};
}

Handover take_over() {
  Handover handover;
  handover.sockets = adopt_descriptors(pop_variable(kSockets));
  handover.activated = !pop_variable(kActivated).empty();
  handover.lock = adopt_descriptor(pop_variable(kLock));
  handover.previous = adopt_descriptor(pop_variable(kPrevious));
  handover.previous_version = pop_variable(kPreviousVersion);
  handover.number = number_in(pop_variable(kNumber), uint64_t{0});
  handover.failure = pop_variable(kFailure);
  const int activated = ::sd_listen_fds(1);
  if (!handover.sockets.empty() || activated <= 0) return handover;
  for (int i = 0; i < activated; ++i) handover.sockets.emplace_back(SD_LISTEN_FDS_START + i);
  handover.activated = true;
  return handover;
}

UniqueFd copy_of(int descriptor) {
  UniqueFd copy(::fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (!copy) throw std::system_error(errno, std::generic_category(), "dup");
  return copy;
}

std::string program_version() {
  return version();
}

UniqueFd running_program() {
  return UniqueFd(::open("/proc/self/exe", O_PATH | O_CLOEXEC));
}

void hold_signals(bool hold) {
  sigset_t held;
  sigemptyset(&held);
  for (const int number : {SIGUSR2, SIGTERM, SIGINT, SIGHUP}) sigaddset(&held, number);
  pthread_sigmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &held, nullptr);
}

Problem exec_new_version(const UniqueFd& program, char** words, const Handover& handover) {
  leave(handover);
  ::fexecve(program.get(), words, environ);
  return {fmt::format("it cannot be executed: {}", std::generic_category().message(errno))};
}

}  // namespace moonroom::server

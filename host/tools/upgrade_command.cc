#include "tools/upgrade_command.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "admin/attach.h"
#include "admin/console_server.h"
#include "admin/host_question.h"
#include "admin/upgrade_status.h"
#include "base/cli_error.h"
#include "base/result.h"

namespace moonroom::tools {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// For a check, the exit of the old program and the start of the new one, each on a busy machine.
constexpr auto kPatience = std::chrono::seconds(40);
constexpr auto kBetweenQuestions = milliseconds(20);

constexpr std::string_view kAsk = "/upgrade";
constexpr std::string_view kHowWasIt = "/upgrade last";

// For a host of an earlier version, which only knows the signal.
bool signal_holder(const std::filesystem::path& data) {
  int pid = 0;
  std::ifstream(data / "lock") >> pid;
  return pid > 1 && ::kill(pid, SIGUSR2) == 0;
}

// Asks until the upgrade with this number, or a later one, has ended.
Result<admin::UpgradeStatus> await_end(const std::filesystem::path& data, admin::HostQuestion line,
                                       uint64_t number) {
  for (const auto until = Clock::now() + kPatience; Clock::now() < until;) {
    auto answer = line.ask(kHowWasIt);
    if (!answer) return tl::unexpected(answer.error());
    if (!*answer) {
      // The old program has exited; the new one opens its console soon.
      if (auto host = admin::reach_host(admin::console_socket(data)))
        line = admin::HostQuestion(std::move(*host));
    } else if (auto status = admin::parse_upgrade_status(**answer)) {
      const bool ended = status->state == admin::UpgradeStatus::State::failed ||
                         status->state == admin::UpgradeStatus::State::done;
      if (ended && status->number >= number) return *std::move(status);
    }
    ::usleep(std::chrono::microseconds(kBetweenQuestions).count());
  }
  return problem("the host has not come to the end of its upgrade; see its log");
}

Result<admin::UpgradeStatus> upgrade(const std::filesystem::path& data) {
  auto host = admin::reach_host(admin::console_socket(data));
  if (!host) return tl::unexpected(host.error());
  admin::HostQuestion line(std::move(*host));
  const auto answer = line.ask(kAsk);
  if (!answer) return tl::unexpected(answer.error());
  const auto begun = admin::parse_upgrade_status(answer->value_or(""));
  if (begun && begun->state == admin::UpgradeStatus::State::failed) return *begun;
  if (!begun && !signal_holder(data)) return problem("the host has gone");
  return await_end(data, std::move(line), begun ? begun->number : 0);
}

}  // namespace

int run_upgrade(const std::filesystem::path& data) {
  if (data.empty()) return fail("a host that keeps nothing cannot become another program");
  const auto ended = upgrade(data);
  if (!ended) return fail(ended.error().what);
  if (ended->state == admin::UpgradeStatus::State::failed)
    return fail("the room goes on as before: " + ended->text);
  fmt::print("{}\n", ended->text);
  return 0;
}

}  // namespace moonroom::tools

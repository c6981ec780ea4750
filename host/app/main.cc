// moonroomd: reads its options, forks the administrator's process before anything else exists,
// opens the socket, and runs the loop.
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include "app/console_command.h"
#include "app/consoles.h"
#include "app/event_loop.h"
#include "app/failure.h"
#include "app/handover.h"
#include "app/library.h"
#include "app/options.h"
#include "app/tools.h"
#include "jobs/job.h"
#include "script/worker.h"
#include "secure/identity.h"

namespace moonroom::app {
namespace {

// The log goes where the administrator types, if it would end up on his screen anyway.
HostLog::Show log_place(process::AdminProcess& admin) {
  if (!admin.interactive() || ::isatty(STDERR_FILENO) != 1) return nullptr;
  return [&admin](std::string_view line) { admin.show(line); };
}

// None where nothing is kept.
Result<std::optional<process::ConsoleDoor>> open_door(const Options& options) {
  if (options.data.empty()) return std::nullopt;
  auto door = process::ConsoleDoor::open(console_socket(options.data));
  if (!door) return tl::unexpected(door.error());
  return std::move(*door);
}

Result<secure::Identity> open_identity(const Options& options) {
  if (options.data.empty()) return secure::Identity::ephemeral();
  return secure::Identity::open(options.data / "identity.pem");
}

// True when this process is to become the host that goes on.
Result<bool> run(const Options& options, const Handover& handover) {
  hold_signals(true);
  Library library(options);
  auto files = library.read();
  if (!files) return tl::unexpected(files.error());
  // The rest comes later: a child that is forked before it does not hold it.
  auto admin =
      process::AdminProcess::start("> ", Operator::own_words(), {handover.socket, handover.lock});
  auto settings = options.store;
  settings.inherited_lock = handover.lock;
  auto store = store::Store::open(options.data, settings);
  if (!store) return tl::unexpected(store.error());
  auto identity = open_identity(options);
  if (!identity) return tl::unexpected(identity.error());
  auto snapshot = store->snapshot();
  if (!snapshot) return tl::unexpected(snapshot.error());
  auto socket = handover.socket < 0 ? net::UdpSocket::bind(options.listen)
                                    : net::UdpSocket::adopt(UniqueFd(handover.socket));
  if (!socket) return tl::unexpected(socket.error());
  auto door = open_door(options);
  Consoles consoles(admin, door ? std::move(*door) : std::nullopt);
  HostLog log(options, log_place(admin),
              [&consoles](std::string_view line) { consoles.show_attached(line); });
  if (!door) log.warning("no console can attach: " + door.error().what);
  Host::Ending ending{};
  {
    EventLoop loop({options, *identity, library, *store, *socket, admin, consoles, log});
    admin.show(fmt::format("this room's key is {}", identity->fingerprint()));
    // Said last: whoever reads it may send datagrams and signals at once.
    admin.show(fmt::format("listening on {}", to_string(socket->local())));
    ending = loop.run(std::move(*files), std::move(*snapshot));
  }
  if (ending != Host::Ending::handed_on) return false;
  hand_on({socket->descriptor(), store->lock_descriptor()});
  return true;
}

template <class Number>
Number number(std::string_view word) {
  Number value{};
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

// How the relay starts its own processes; no words for people.
bool is_inner(int argc, char** argv, std::string_view word, int arguments) {
  return argc == 2 + arguments && argv[1] == word;
}

int begin(int argc, char** argv) {
  if (is_inner(argc, argv, "plugin-worker", 4))
    return script::run_worker(number<int>(argv[2]),
                              {number<size_t>(argv[3]), *argv[4] == '1',
                               std::chrono::milliseconds(number<int>(argv[5]))});
  if (is_inner(argc, argv, jobs::kJobWord, 1)) return script::run_job(number<int>(argv[2]));
  const auto options = parse_options(argc, argv);
  if (const auto* status = std::get_if<int>(&options)) return *status;
  const auto& chosen = std::get<Options>(options);
  if (chosen.tool) return run_tool(chosen, *chosen.tool);
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  const auto again = run(chosen, take_over());
  if (!again) return fail(again.error().what);
  return *again ? become(program, argv) : 0;
}

}  // namespace
}  // namespace moonroom::app

int main(int argc, char** argv) {
  try {
    return moonroom::app::begin(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "moonroomd: {}\n", error.what());
    return 1;
  }
}

// moonroomd: reads its options, forks the administrator's process first, opens the socket, and runs
// the loop.
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "admin/attach.h"
#include "admin/consoles.h"
#include "base/cli_error.h"
#include "base/language.h"
#include "config/lua_sources.h"
#include "config/options.h"
#include "jobs/job.h"
#include "process/program_path.h"
#include "script/worker.h"
#include "secure/identity.h"
#include "server/event_loop.h"
#include "server/handover.h"
#include "server/preflight.h"
#include "tools/subcommands.h"

namespace moonroom {
namespace {

// The log goes to the administrator's process if it would appear on the same terminal anyway.
logging::HostLog::Show log_place(admin::AdminProcess& admin) {
  if (!admin.interactive() || ::isatty(STDERR_FILENO) != 1) return nullptr;
  return [&admin](std::string_view line) { admin.show(line); };
}

// Nullopt when nothing is stored on disk.
Result<std::optional<admin::ConsoleServer>> open_door(const config::Options& options) {
  if (options.data.empty()) return std::nullopt;
  auto endpoint = admin::ConsoleServer::open(admin::console_socket(options.data));
  if (!endpoint) return tl::unexpected(endpoint.error());
  return std::move(*endpoint);
}

Result<secure::Identity> open_identity(const config::Options& options) {
  if (options.data.empty()) return secure::Identity::ephemeral();
  return secure::Identity::open(options.data / "identity.pem");
}

Result<net::UdpSockets> open_sockets(const config::Options& options,
                                     const server::Handover& handover,
                                     std::vector<std::string>& others) {
  if (handover.sockets.empty()) return net::UdpSockets::bind(options.listen);
  std::vector<UniqueFd> copies;
  for (const auto& socket : handover.sockets) copies.push_back(server::copy_of(socket.get()));
  return net::UdpSockets::adopt(std::move(copies), others);
}

// The program that this process executes next, and what it inherits.
struct Next {
  UniqueFd program;
  server::Handover handover;
};

Next next_of(server::Server& ended, const server::Dependencies& host) {
  Next next{ended.successor(), {}};
  for (const int socket : host.sockets.descriptors())
    next.handover.sockets.push_back(server::copy_of(socket));
  next.handover.lock = server::copy_of(host.store.lock_descriptor());
  next.handover.activated = host.activated;
  next.handover.previous = server::running_program();
  next.handover.previous_version = server::program_version();
  next.handover.number = ended.upgraded().number;
  return next;
}

// Nullopt when the host has ended, for good or until another one is started. Releases `handover`
// once the room is open.
Result<std::optional<Next>> run(const config::Options& options, const process::Program& self,
                                server::Handover& handover) {
  server::hold_signals(true);
  // An unread output, or a signal meant for other programs, must not end the host.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGUSR1, SIG_IGN);
  config::LuaSources library(options);
  auto files = library.read();
  if (!files) return tl::unexpected(files.error());
  // Forked before the rest is opened, so that the child does not inherit it.
  auto admin = admin::AdminProcess::start("> ", admin::CommandTable::builtin_completions(),
                                          handover.descriptors());
  auto settings = options.store;
  if (handover.lock) settings.inherited_lock = server::copy_of(handover.lock.get()).release();
  auto store = store::Store::open(options.data, settings);
  if (!store) return tl::unexpected(store.error());
  auto identity = open_identity(options);
  if (!identity) return tl::unexpected(identity.error());
  auto snapshot = store->snapshot();
  if (!snapshot) return tl::unexpected(snapshot.error());
  std::vector<std::string> other_sockets;
  auto sockets = open_sockets(options, handover, other_sockets);
  if (!sockets) return tl::unexpected(sockets.error());
  auto endpoint = open_door(options);
  admin::Consoles consoles(admin, endpoint ? std::move(*endpoint) : std::nullopt);
  logging::HostLog log(options, log_place(admin),
                       [&consoles](std::string_view line) { consoles.show_attached(line); });
  if (!endpoint) log.warning("no console can attach: " + endpoint.error().what);
  for (const auto& each : other_sockets) log.warning(each);
  const server::Dependencies dependencies{
      options, *identity,          library,           *store, *sockets, admin, consoles, log,
      self,    handover.outcome(), handover.activated};
  std::optional<Next> next;
  server::EventLoop loop(dependencies);
  loop.open(std::move(*files), std::move(*snapshot));
  handover = {};
  admin.show(tr_format("this room's key is {}", identity->fingerprint()));
  if (admin.interactive() && options.wording == config::kDefaultWording)
    admin.show(
        tr("the room speaks Chinese, in the words of the course notes; "
           "for English, start it with --wording en"));
  // Printed last: a reader of this line can send datagrams and signals at once.
  for (const auto& local : sockets->locals())
    admin.show(fmt::format("listening on {}", to_string(local)));
  if (loop.run() == server::Ending::handed_over) next = next_of(loop.host(), dependencies);
  return next;
}

template <class Number>
Number number(std::string_view word) {
  Number value{};
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

// How the host starts its own processes; not meant for users.
bool is_inner(int argc, char** argv, std::string_view word, int arguments) {
  return argc == 2 + arguments && argv[1] == word;
}

Result<std::optional<Next>> live(const config::Options& options, const process::Program& self,
                                 server::Handover& handover) try {
  return run(options, self, handover);
} catch (const std::exception& error) {
  return problem(error.what());
}

// Executes the earlier program again, which ran without problems until the upgrade.
int go_back(char** argv, server::Handover handover, const std::string& why) {
  const auto program = std::move(handover.previous);
  handover.failure = why;
  const auto lost = server::exec_new_version(program, argv, handover);
  return fail(fmt::format("{}; the earlier program cannot go on: {}", why, lost.what));
}

int begin_room(const config::Options& options, char** argv, const process::Program& self,
               server::Handover handover) {
  auto next = live(options, self, handover);
  if (!next && handover.previous)
    return go_back(argv, std::move(handover),
                   "the new program did not start: " + next.error().what);
  if (!next) return fail(next.error().what);
  if (!*next) return 0;
  auto& [program, left] = **next;
  const auto failed = server::exec_new_version(program, argv, left);
  return go_back(argv, std::move(left), fmt::format("{}: {}", self.path, failed.what));
}

int begin(int argc, char** argv) {
  if (is_inner(argc, argv, "plugin-worker", 4))
    return script::run_worker(number<int>(argv[2]),
                              {number<size_t>(argv[3]), *argv[4] == '1',
                               std::chrono::milliseconds(number<int>(argv[5]))});
  if (is_inner(argc, argv, jobs::kJobWord, 1)) return script::run_job(number<int>(argv[2]));
  speak(language_wanted(argc, argv));
  // A program executed by descriptor is otherwise named after its number.
  ::prctl(PR_SET_NAME, "moonroomd");
  const process::Program self{process::installed_program(), {argv + 1, argv + argc}, {}};
  auto handover = server::take_over();
  const auto options = config::parse_options(argc, argv);
  if (const auto* status = std::get_if<int>(&options))
    return handover.previous
               ? go_back(argv, std::move(handover), "the new program did not take its options")
               : *status;
  const auto& chosen = std::get<config::Options>(options);
  if (const auto made = config::make_plugin_folder(chosen); !made)
    return handover.previous ? go_back(argv, std::move(handover), made.error().what)
                             : fail(made.error().what);
  if (chosen.tool) return tools::run_tool(chosen, *chosen.tool);
  if (chosen.preflight) return server::run_preflight(chosen);
  return begin_room(chosen, argv, self, std::move(handover));
}

}  // namespace
}  // namespace moonroom

int main(int argc, char** argv) {
  try {
    return moonroom::status_of_output(moonroom::begin(argc, argv), "moonroomd");
  } catch (const std::exception& error) {
    const bool is_output = ::ferror(stdout) != 0;
    return moonroom::fail(error.what(), is_output ? moonroom::kOutputLost : 1);
  }
}

// moonroomd: reads its options, forks the administrator's process before anything else exists,
// opens the socket, and runs the loop.
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <exception>
#include <string_view>

#include "app/event_loop.h"
#include "app/library.h"
#include "app/options.h"
#include "script/worker.h"

namespace moonroom::app {
namespace {

int fail(const Problem& problem) {
  fmt::print(stderr, "moonroomd: {}\n", problem.what);
  return 1;
}

// The log goes where the administrator types, if it would end up on his screen anyway.
HostLog::Show log_place(process::AdminProcess& admin) {
  if (!admin.interactive() || ::isatty(STDERR_FILENO) != 1) return nullptr;
  return [&admin](std::string_view line) { admin.show(line); };
}

int run(const Options& options) {
  auto library = read_library(options);
  if (!library) return fail(library.error());
  // The socket comes last: a child that is forked before it does not hold it.
  auto admin = process::AdminProcess::start("> ", Operator::phrases());
  auto socket = net::UdpSocket::bind(options.listen);
  if (!socket) return fail(socket.error());
  HostLog log(options, log_place(admin));
  EventLoop loop(options, *socket, admin, log);
  // Said last: whoever reads it may send datagrams and signals at once.
  admin.show(fmt::format("listening on {}", to_string(socket->local())));
  loop.run(std::move(*library));
  return 0;
}

int run_worker(std::string_view parent) {
  int pid = 0;
  std::from_chars(parent.data(), parent.data() + parent.size(), pid);
  return script::run_worker(pid);
}

int main(int argc, char** argv) {
  // How the relay starts its own plugin worker; no word for people.
  if (argc == 3 && std::string_view(argv[1]) == "plugin-worker") return run_worker(argv[2]);
  const auto options = parse_options(argc, argv);
  if (const auto* status = std::get_if<int>(&options)) return *status;
  return run(std::get<Options>(options));
}

}  // namespace
}  // namespace moonroom::app

int main(int argc, char** argv) {
  try {
    return moonroom::app::main(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "moonroomd: {}\n", error.what());
    return 1;
  }
}

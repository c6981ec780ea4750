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
#include "app/tools.h"
#include "jobs/job.h"
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
  Library library(options);
  auto files = library.read();
  if (!files) return fail(files.error());
  // The socket comes last: a child that is forked before it does not hold it.
  auto admin = process::AdminProcess::start("> ", Operator::phrases());
  auto socket = net::UdpSocket::bind(options.listen);
  if (!socket) return fail(socket.error());
  HostLog log(options, log_place(admin));
  EventLoop loop(options, library, *socket, admin, log);
  // Said last: whoever reads it may send datagrams and signals at once.
  admin.show(fmt::format("listening on {}", to_string(socket->local())));
  loop.run(std::move(*files));
  return 0;
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

int main(int argc, char** argv) {
  if (is_inner(argc, argv, "plugin-worker", 3))
    return script::run_worker(number<int>(argv[2]), {number<size_t>(argv[3]), *argv[4] == '1'});
  if (is_inner(argc, argv, jobs::kJobWord, 1)) return script::run_job(number<int>(argv[2]));
  const auto options = parse_options(argc, argv);
  if (const auto* status = std::get_if<int>(&options)) return *status;
  const auto& chosen = std::get<Options>(options);
  return chosen.tool ? run_tool(chosen, *chosen.tool) : run(chosen);
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

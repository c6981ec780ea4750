// moonroom: joins a room. One process owns the terminal and sends; after the login another
// receives.
#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <exception>

#include "client/conversation.h"
#include "client/login.h"
#include "client/options.h"
#include "client/receiver.h"
#include "net/resolve.h"
#include "terminal/tty.h"

namespace moonroom::client {
namespace {

constexpr uint16_t kPort = 8888;

int fail(const Problem& problem) {
  fmt::print(stderr, "moonroom: {}\n", problem.what);
  return kFailed;
}

int run(const Options& options) {
  terminal::open_standard_streams();
  terminal::use_utf8();
  const auto server = net::resolve(options.host, kPort);
  if (!server) return fail(server.error());
  auto socket = net::UdpSocket::connect(*server);
  if (!socket) return fail(socket.error());
  // However the user goes, the room is told.
  terminal::Signals signals({SIGINT, SIGTERM, SIGHUP});
  const auto console = terminal::Console::open();
  const auto entrance = log_in(options, *socket, *console, signals);
  if (!entrance) return fail(entrance.error());
  if (!*entrance) return kFailed;
  auto receiver = Receiver::start(*socket, (*entrance)->repeats);
  Conversation conversation((*entrance)->name, *socket, receiver, *console, signals);
  conversation.catch_up((*entrance)->heard);
  return conversation.run();
}

}  // namespace
}  // namespace moonroom::client

int main(int argc, char** argv) {
  using namespace moonroom::client;
  try {
    const auto options = parse_options(argc, argv);
    if (const auto* status = std::get_if<int>(&options)) return *status;
    return run(std::get<Options>(options));
  } catch (const std::exception& error) {
    fmt::print(stderr, "moonroom: {}\n", error.what());
    return kFailed;
  }
}

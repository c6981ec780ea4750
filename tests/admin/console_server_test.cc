#include "admin/console_server.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "process/child.h"
#include "support/folder.h"

using moonroom::UniqueFd;
using moonroom::admin::ConsoleLine;
using moonroom::admin::ConsoleMessage;
using moonroom::admin::ConsoleServer;
using moonroom::admin::ReceiveResult;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr int kMaxWait = 10'000;  // Milliseconds; reached only on failure.

bool readable(int descriptor, int patience = kMaxWait) {
  pollfd polled{descriptor, POLLIN, 0};
  return ::poll(&polled, 1, patience) == 1;
}

// The console's end of a link.
struct AttachedConsole {
  explicit AttachedConsole(const fs::path& path) : socket(*moonroom::admin::reach_host(path)) {}

  bool write(std::string_view line) const {
    return ::send(socket.get(), line.data(), line.size(), MSG_NOSIGNAL) >= 0;
  }
  ConsoleMessage receive() const {
    ConsoleMessage message;
    REQUIRE(readable(socket.get()));
    REQUIRE(receive_from_host(socket.get(), message) == ReceiveResult::message);
    return message;
  }
  bool has_nothing() const { return !readable(socket.get(), 0); }
  bool is_disconnected() const {
    ConsoleMessage message;
    return readable(socket.get()) && receive_from_host(socket.get(), message) == ReceiveResult::end;
  }

  UniqueFd socket;
};

struct SocketFolder {
  moonroom::support::Folder folder;
  fs::path path = folder.root / "data" / "console.sock";
};

struct RunningServer : SocketFolder {
  ConsoleServer server = *ConsoleServer::open(path);

  // The next line; waits for it.
  ConsoleLine next() {
    while (true) {
      if (auto line = server.next_line()) return *line;
      REQUIRE(readable(server.descriptor()));
    }
  }
  // Accepts and forgets consoles that have connected and disconnected, none of which has sent a
  // line.
  void accept_consoles() {
    REQUIRE(readable(server.descriptor()));
    CHECK_FALSE(server.next_line());
  }
  // Shows long lines until this console has missed some.
  void show_long_lines(int lines) {
    for (int i = 0; i < lines; ++i)
      server.show_all(fmt::format("{} {}", i, std::string(1000, 'x')));
  }
};

// Leaves a socket at `path` as a killed host does.
void leave_stale_socket(const fs::path& path) {
  fs::create_directories(path.parent_path());
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.native().size());
  const UniqueFd dead(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  REQUIRE(::bind(dead.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  REQUIRE(::listen(dead.get(), 1) == 0);
}

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

}  // namespace

TEST_CASE_FIXTURE(RunningServer, "an answer goes to its console, and posts go to all") {
  const AttachedConsole ada(path);
  const AttachedConsole bob(path);
  accept_consoles();
  CHECK(server.clients() == 2);
  bob.write("/who");
  const auto line = next();
  CHECK(line.text == "/who");
  server.answer(line.client, "nobody");
  server.show_all("somebody came");
  const auto answer = bob.receive();
  CHECK(answer.text == "nobody");
  CHECK(answer.answered == 1);
  CHECK(bob.receive().text == "somebody came");
  const auto shown = ada.receive();
  CHECK(shown.text == "somebody came");
  CHECK(shown.answered == 0);
  CHECK(ada.has_nothing());
}

TEST_CASE_FIXTURE(RunningServer, "when the server closes, all consoles get the reason") {
  const AttachedConsole ada(path);
  const AttachedConsole bob(path);
  accept_consoles();
  server.show_all("the last words");
  server.close("the room is closed");
  CHECK(server.clients() == 0);
  for (const auto* console : {&ada, &bob}) {
    CHECK(console->receive().text == "the last words");
    const auto farewell = console->receive();
    CHECK(farewell.farewell);
    CHECK(farewell.text == "the room is closed");
    CHECK(console->is_disconnected());
    CHECK_FALSE(console->write("/who"));
  }
}

TEST_CASE_FIXTURE(RunningServer, "the processes of attached consoles are known") {
  CHECK(server.peers().empty());
  const AttachedConsole ada(path);
  const AttachedConsole bob(path);
  accept_consoles();
  CHECK(server.peers() == std::vector<int>{::getpid(), ::getpid()});
}

TEST_CASE_FIXTURE(RunningServer, "an empty answer is counted") {
  const AttachedConsole ada(path);
  ada.write("hello");
  server.answer(next().client, "");
  const auto answer = ada.receive();
  CHECK(answer.answered == 1);
  CHECK(answer.text.empty());
}

TEST_CASE_FIXTURE(RunningServer, "consoles take turns, line by line") {
  const AttachedConsole ada(path);
  const AttachedConsole bob(path);
  for (int i = 0; i < 20; ++i) ada.write("much");
  for (int i = 0; i < 3; ++i) bob.write("little");
  std::map<std::string, int> heard;
  for (int i = 0; i < 8; ++i) ++heard[next().text];
  CHECK(heard["little"] == 3);
}

TEST_CASE_FIXTURE(
    RunningServer,
    "a console that does not read misses lines, delays no other, and is told how many") {
  const AttachedConsole slow(path);
  const AttachedConsole quick(path);
  accept_consoles();
  slow.write("/who");
  const auto asked = next();
  constexpr int kLines = 3000;
  int heard_by_quick = 0;
  for (int i = 0; i < kLines; ++i) {
    server.show_all(std::string(1000, 'x'));
    heard_by_quick += quick.receive().text.size() == 1000;
  }
  CHECK(heard_by_quick == kLines);
  server.answer(asked.client, "two\nlines");
  int heard_by_slow = 0;
  auto message = slow.receive();
  for (; message.text.starts_with('x'); message = slow.receive()) {
    CHECK(message.answered == 0);
    // One gap: nothing arrives while much is still unread.
    if (++heard_by_slow == 5) server.show_all("late");
    // There is possibly space for the notice now.
    server.next_line();
  }
  CHECK(heard_by_slow > 100);
  CHECK(message.text == fmt::format("… {} lines were dropped", kLines - heard_by_slow + 3));
  CHECK(message.answered == 1);
  server.show_all("and on");
  CHECK(slow.receive().text == "and on");
  CHECK_FALSE(readable(server.descriptor(), 0));
}

TEST_CASE_FIXTURE(RunningServer, "a message that is too long is cut between two characters") {
  const AttachedConsole ada(path);
  accept_consoles();
  // One byte ahead, so that the cut falls inside a character.
  std::string text = "x";
  while (text.size() < 2 * ConsoleServer::kMaxMessage) text += "张";
  server.show_all(text);
  const auto message = ada.receive();
  CHECK(message.text.size() < ConsoleServer::kMaxMessage);
  CHECK(message.text.size() > ConsoleServer::kMaxMessage - 64);
  CHECK(message.text.ends_with("张…"));
  CHECK(text.starts_with(message.text.substr(0, message.text.size() - std::strlen("…"))));
}

TEST_CASE_FIXTURE(RunningServer, "a line that is too long is answered and not taken") {
  const AttachedConsole ada(path);
  ada.write(std::string(5000, 'x'));
  ada.write(std::string(4096, 'y'));
  CHECK(next().text == std::string(4096, 'y'));
  const auto answer = ada.receive();
  CHECK(answer.text == "this line is too long and was not taken");
  CHECK(answer.answered == 1);
}

TEST_CASE_FIXTURE(RunningServer,
                  "a closed console is forgotten, and its earlier lines are executed") {
  {
    const AttachedConsole ada(path);
    accept_consoles();
    // Unread data turns the close into a reset of the connection.
    server.show_all("unread");
    ada.write("last words");
  }
  const auto line = next();
  CHECK(line.text == "last words");
  server.answer(line.client, "to nobody");
  while (server.clients() > 0) accept_consoles();
  server.answer(line.client, "to nobody");
  server.show_all("to nobody");
  const AttachedConsole bob(path);
  bob.write("hi");
  CHECK(next().client != line.client);
}

TEST_CASE_FIXTURE(RunningServer, "a console that closes with unread data leaves nothing behind") {
  {
    const AttachedConsole ada(path);
    accept_consoles();
    show_long_lines(3000);
  }
  while (server.clients() > 0) accept_consoles();
  CHECK_FALSE(readable(server.descriptor(), 0));
}

TEST_CASE_FIXTURE(RunningServer,
                  "the lines of a killed console are executed as far as they arrived") {
  auto child = moonroom::process::Child::fork(
      [&] {
        const AttachedConsole ada(path);
        ada.write("one");
        ada.write("two");
        ::raise(SIGKILL);
        return 0;
      },
      SIGKILL);
  CHECK(next().text == "one");
  CHECK(next().text == "two");
  CHECK(child.finish(10s).signal == SIGKILL);
  while (server.clients() > 0) accept_consoles();
}

TEST_CASE_FIXTURE(RunningServer, "the seventeenth console is told so, and disconnected") {
  std::vector<AttachedConsole> consoles;
  for (size_t i = 0; i < ConsoleServer::kMaxClients; ++i) consoles.emplace_back(path);
  accept_consoles();
  const AttachedConsole late(path);
  accept_consoles();
  CHECK(server.clients() == ConsoleServer::kMaxClients);
  const auto farewell = late.receive();
  CHECK(farewell.farewell);
  CHECK(farewell.text == "16 consoles are attached already");
  CHECK(late.is_disconnected());
  consoles.pop_back();
  accept_consoles();
  const AttachedConsole next_one(path);
  next_one.write("hi");
  CHECK(next().text == "hi");
}

TEST_CASE_FIXTURE(RunningServer, "no other user can reach the socket, and its folder is created") {
  CHECK(mode_of(path) == 0600);
  CHECK(mode_of(path.parent_path()) == 0700);
}

// Only root can change its user.
TEST_CASE_FIXTURE(RunningServer, "another user is disconnected even if the socket is reachable" *
                                     doctest::skip(::geteuid() != 0)) {
  for (auto place = path; place != folder.root.parent_path(); place = place.parent_path())
    fs::permissions(place, fs::perms::all);
  auto child = moonroom::process::Child::fork(
      [&] {
        if (::setuid(65534) != 0) return 1;
        const AttachedConsole stranger(path);
        const auto farewell = stranger.receive();
        return farewell.farewell && farewell.text == "this host belongs to another user" ? 0 : 2;
      },
      SIGKILL);
  accept_consoles();
  CHECK(server.clients() == 0);
  CHECK(child.finish(10s).status == 0);
}

TEST_CASE_FIXTURE(RunningServer, "the end of the host ends the links, and its socket is gone") {
  const AttachedConsole ada(path);
  accept_consoles();
  {
    const ConsoleServer moved = std::move(server);
    CHECK(fs::exists(path));
  }
  CHECK(ada.is_disconnected());
  CHECK_FALSE(fs::exists(path));
  CHECK_FALSE(ada.write("hello?"));
}

TEST_CASE_FIXTURE(RunningServer, "a forked child does not take the socket away") {
  auto child = moonroom::process::Child::fork(
      [&] {
        const ConsoleServer moved = std::move(server);
        return 0;
      },
      SIGKILL);
  CHECK(child.finish(10s).status == 0);
  CHECK(fs::exists(path));
}

TEST_CASE_FIXTURE(RunningServer, "while a host listens, no other can open its socket") {
  const auto second = ConsoleServer::open(path);
  REQUIRE_FALSE(second);
  CHECK(second.error().what ==
        fmt::format("another host runs with the data in {}", path.parent_path().string()));
  const AttachedConsole ada(path);
  ada.write("hi");
  CHECK(next().text == "hi");
}

TEST_CASE_FIXTURE(SocketFolder, "the socket of a dead host is replaced") {
  leave_stale_socket(path);
  const auto nobody = moonroom::admin::reach_host(path);
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().what.starts_with("no host is running with the data in "));
  auto server = ConsoleServer::open(path);
  REQUIRE(server);
  CHECK(moonroom::admin::reach_host(path));
}

TEST_CASE_FIXTURE(SocketFolder, "a file of that name which is no socket is left alone") {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << "precious";
  CHECK_FALSE(ConsoleServer::open(path));
  CHECK(fs::file_size(path) == 8);
}

TEST_CASE_FIXTURE(SocketFolder,
                  "a path that no socket can have, or no folder, is a problem in words") {
  const auto deep = folder.root / std::string(100, 'd') / "console.sock";
  const auto server = ConsoleServer::open(deep);
  REQUIRE_FALSE(server);
  CHECK(server.error().what.find("is too long for a socket") != std::string::npos);
  CHECK_FALSE(moonroom::admin::reach_host(deep));
  std::ofstream(folder.root / "file") << "no folder";
  CHECK_FALSE(ConsoleServer::open(folder.root / "file" / "console.sock"));
  CHECK_FALSE(moonroom::admin::reach_host(folder.root / "file" / "console.sock"));
}

TEST_CASE("an invalid packet is a farewell") {
  using moonroom::admin::parse_console_message;
  const auto shown = parse_console_message("12 a b");
  CHECK(shown.answered == 12);
  CHECK(shown.text == "a b");
  CHECK(parse_console_message("7 ").text.empty());
  CHECK_FALSE(parse_console_message("7 ").farewell);
  CHECK(parse_console_message("!too many").text == "too many");
  for (const auto* packet : {"!too many", "", "7", "x y", " 7 x", "99999999999999999999999 x"})
    CHECK_MESSAGE(parse_console_message(packet).farewell, packet);
}

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
struct Guest {
  explicit Guest(const fs::path& path) : socket(*moonroom::admin::reach_host(path)) {}

  bool write(std::string_view line) const {
    return ::send(socket.get(), line.data(), line.size(), MSG_NOSIGNAL) >= 0;
  }
  ConsoleMessage hear() const {
    ConsoleMessage message;
    REQUIRE(readable(socket.get()));
    REQUIRE(receive_from_host(socket.get(), message) == ReceiveResult::message);
    return message;
  }
  bool hears_nothing() const { return !readable(socket.get(), 0); }
  bool sent_away() const {
    ConsoleMessage message;
    return readable(socket.get()) && receive_from_host(socket.get(), message) == ReceiveResult::end;
  }

  UniqueFd socket;
};

struct Place {
  moonroom::support::Folder folder;
  fs::path path = folder.root / "data" / "console.sock";
};

struct House : Place {
  ConsoleServer door = *ConsoleServer::open(path);

  // The next line; waits for it.
  ConsoleLine next() {
    while (true) {
      if (auto line = door.next_line()) return *line;
      REQUIRE(readable(door.descriptor()));
    }
  }
  // Accepts and forgets consoles that have connected and disconnected, none of which has sent a
  // line.
  void look() {
    REQUIRE(readable(door.descriptor()));
    CHECK_FALSE(door.next_line());
  }
  // Shows long lines until this console has missed some.
  void overwhelm(int lines) {
    for (int i = 0; i < lines; ++i) door.show_all(fmt::format("{} {}", i, std::string(1000, 'x')));
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

TEST_CASE_FIXTURE(House, "an answer goes to its console, and posts go to all") {
  const Guest ada(path);
  const Guest bob(path);
  look();
  CHECK(door.clients() == 2);
  bob.write("/who");
  const auto line = next();
  CHECK(line.text == "/who");
  door.answer(line.client, "nobody");
  door.show_all("somebody came");
  const auto answer = bob.hear();
  CHECK(answer.text == "nobody");
  CHECK(answer.answered == 1);
  CHECK(bob.hear().text == "somebody came");
  const auto shown = ada.hear();
  CHECK(shown.text == "somebody came");
  CHECK(shown.answered == 0);
  CHECK(ada.hears_nothing());
}

TEST_CASE_FIXTURE(House, "when the server closes, all consoles get the reason") {
  const Guest ada(path);
  const Guest bob(path);
  look();
  door.show_all("the last words");
  door.close("the room is closed");
  CHECK(door.clients() == 0);
  for (const auto* guest : {&ada, &bob}) {
    CHECK(guest->hear().text == "the last words");
    const auto farewell = guest->hear();
    CHECK(farewell.farewell);
    CHECK(farewell.text == "the room is closed");
    CHECK(guest->sent_away());
    CHECK_FALSE(guest->write("/who"));
  }
}

TEST_CASE_FIXTURE(House, "the processes of attached consoles are known") {
  CHECK(door.peers().empty());
  const Guest ada(path);
  const Guest bob(path);
  look();
  CHECK(door.peers() == std::vector<int>{::getpid(), ::getpid()});
}

TEST_CASE_FIXTURE(House, "an empty answer is counted") {
  const Guest ada(path);
  ada.write("hello");
  door.answer(next().client, "");
  const auto answer = ada.hear();
  CHECK(answer.answered == 1);
  CHECK(answer.text.empty());
}

TEST_CASE_FIXTURE(House, "consoles take turns, line by line") {
  const Guest ada(path);
  const Guest bob(path);
  for (int i = 0; i < 20; ++i) ada.write("much");
  for (int i = 0; i < 3; ++i) bob.write("little");
  std::map<std::string, int> heard;
  for (int i = 0; i < 8; ++i) ++heard[next().text];
  CHECK(heard["little"] == 3);
}

TEST_CASE_FIXTURE(
    House, "a console that does not read misses lines, delays no other, and is told how many") {
  const Guest slow(path);
  const Guest quick(path);
  look();
  slow.write("/who");
  const auto asked = next();
  constexpr int kLines = 3000;
  int heard_by_quick = 0;
  for (int i = 0; i < kLines; ++i) {
    door.show_all(std::string(1000, 'x'));
    heard_by_quick += quick.hear().text.size() == 1000;
  }
  CHECK(heard_by_quick == kLines);
  door.answer(asked.client, "two\nlines");
  int heard_by_slow = 0;
  auto message = slow.hear();
  for (; message.text.starts_with('x'); message = slow.hear()) {
    CHECK(message.answered == 0);
    // One gap: nothing arrives while much is still unread.
    if (++heard_by_slow == 5) door.show_all("late");
    // There is possibly space for the notice now.
    door.next_line();
  }
  CHECK(heard_by_slow > 100);
  CHECK(message.text == fmt::format("… {} lines were dropped", kLines - heard_by_slow + 3));
  CHECK(message.answered == 1);
  door.show_all("and on");
  CHECK(slow.hear().text == "and on");
  CHECK_FALSE(readable(door.descriptor(), 0));
}

TEST_CASE_FIXTURE(House, "a message that is too long is cut between two characters") {
  const Guest ada(path);
  look();
  // One byte ahead, so that the cut falls inside a character.
  std::string text = "x";
  while (text.size() < 2 * ConsoleServer::kMaxMessage) text += "张";
  door.show_all(text);
  const auto message = ada.hear();
  CHECK(message.text.size() < ConsoleServer::kMaxMessage);
  CHECK(message.text.size() > ConsoleServer::kMaxMessage - 64);
  CHECK(message.text.ends_with("张…"));
  CHECK(text.starts_with(message.text.substr(0, message.text.size() - std::strlen("…"))));
}

TEST_CASE_FIXTURE(House, "a line that is too long is answered and not taken") {
  const Guest ada(path);
  ada.write(std::string(5000, 'x'));
  ada.write(std::string(4096, 'y'));
  CHECK(next().text == std::string(4096, 'y'));
  const auto answer = ada.hear();
  CHECK(answer.text == "this line is too long and was not taken");
  CHECK(answer.answered == 1);
}

TEST_CASE_FIXTURE(House, "a closed console is forgotten, and its earlier lines are executed") {
  {
    const Guest ada(path);
    look();
    // Unread data turns the close into a reset of the connection.
    door.show_all("unread");
    ada.write("last words");
  }
  const auto line = next();
  CHECK(line.text == "last words");
  door.answer(line.client, "to nobody");
  while (door.clients() > 0) look();
  door.answer(line.client, "to nobody");
  door.show_all("to nobody");
  const Guest bob(path);
  bob.write("hi");
  CHECK(next().client != line.client);
}

TEST_CASE_FIXTURE(House, "a console that closes with unread data leaves nothing behind") {
  {
    const Guest ada(path);
    look();
    overwhelm(3000);
  }
  while (door.clients() > 0) look();
  CHECK_FALSE(readable(door.descriptor(), 0));
}

TEST_CASE_FIXTURE(House, "the lines of a killed console are executed as far as they arrived") {
  auto child = moonroom::process::Child::fork(
      [&] {
        const Guest ada(path);
        ada.write("one");
        ada.write("two");
        ::raise(SIGKILL);
        return 0;
      },
      SIGKILL);
  CHECK(next().text == "one");
  CHECK(next().text == "two");
  CHECK(child.finish(10s).signal == SIGKILL);
  while (door.clients() > 0) look();
}

TEST_CASE_FIXTURE(House, "the seventeenth console is told so, and disconnected") {
  std::vector<Guest> guests;
  for (size_t i = 0; i < ConsoleServer::kMaxClients; ++i) guests.emplace_back(path);
  look();
  const Guest late(path);
  look();
  CHECK(door.clients() == ConsoleServer::kMaxClients);
  const auto farewell = late.hear();
  CHECK(farewell.farewell);
  CHECK(farewell.text == "16 consoles are attached already");
  CHECK(late.sent_away());
  guests.pop_back();
  look();
  const Guest next_one(path);
  next_one.write("hi");
  CHECK(next().text == "hi");
}

TEST_CASE_FIXTURE(House, "no other user can reach the socket, and its folder is created") {
  CHECK(mode_of(path) == 0600);
  CHECK(mode_of(path.parent_path()) == 0700);
}

// Only root can change its user.
TEST_CASE_FIXTURE(House, "another user is disconnected even if the socket is reachable" *
                             doctest::skip(::geteuid() != 0)) {
  for (auto place = path; place != folder.root.parent_path(); place = place.parent_path())
    fs::permissions(place, fs::perms::all);
  auto child = moonroom::process::Child::fork(
      [&] {
        if (::setuid(65534) != 0) return 1;
        const Guest stranger(path);
        const auto farewell = stranger.hear();
        return farewell.farewell && farewell.text == "this host belongs to another user" ? 0 : 2;
      },
      SIGKILL);
  look();
  CHECK(door.clients() == 0);
  CHECK(child.finish(10s).status == 0);
}

TEST_CASE_FIXTURE(House, "the end of the host ends the links, and its socket is gone") {
  const Guest ada(path);
  look();
  {
    const ConsoleServer moved = std::move(door);
    CHECK(fs::exists(path));
  }
  CHECK(ada.sent_away());
  CHECK_FALSE(fs::exists(path));
  CHECK_FALSE(ada.write("hello?"));
}

TEST_CASE_FIXTURE(House, "a forked child does not take the socket away") {
  auto child = moonroom::process::Child::fork(
      [&] {
        const ConsoleServer moved = std::move(door);
        return 0;
      },
      SIGKILL);
  CHECK(child.finish(10s).status == 0);
  CHECK(fs::exists(path));
}

TEST_CASE_FIXTURE(House, "while a host listens, no other can open its socket") {
  const auto second = ConsoleServer::open(path);
  REQUIRE_FALSE(second);
  CHECK(second.error().what ==
        fmt::format("another host runs with the data in {}", path.parent_path().string()));
  const Guest ada(path);
  ada.write("hi");
  CHECK(next().text == "hi");
}

TEST_CASE_FIXTURE(Place, "the socket of a dead host is replaced") {
  leave_stale_socket(path);
  const auto nobody = moonroom::admin::reach_host(path);
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().what.starts_with("no host is running with the data in "));
  auto door = ConsoleServer::open(path);
  REQUIRE(door);
  CHECK(moonroom::admin::reach_host(path));
}

TEST_CASE_FIXTURE(Place, "a file of that name which is no socket is left alone") {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << "precious";
  CHECK_FALSE(ConsoleServer::open(path));
  CHECK(fs::file_size(path) == 8);
}

TEST_CASE_FIXTURE(Place, "a path that no socket can have, or no folder, is a problem in words") {
  const auto deep = folder.root / std::string(100, 'd') / "console.sock";
  const auto door = ConsoleServer::open(deep);
  REQUIRE_FALSE(door);
  CHECK(door.error().what.find("is too long for a socket") != std::string::npos);
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

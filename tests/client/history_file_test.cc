#include "client/history_file.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "base/unique_fd.h"
#include "support/folder.h"

using namespace moonroom;
using client::add_to_history;
using client::load_history;
namespace fs = std::filesystem;

namespace {

bool bind_socket(const fs::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, file.c_str(), sizeof address.sun_path - 1);
  const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  return ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

TEST_CASE("a history is what was added, and a missing one is empty") {
  const support::Folder folder;
  const auto file = folder.root / "moonroom/history";
  CHECK(load_history(file)->empty());
  add_to_history(file, "hi");
  add_to_history(file, "there");
  CHECK(load_history(file) == std::vector<std::string>{"hi", "there"});
}

TEST_CASE("a history that is no regular file is left alone, and the reader is told in one line") {
  struct Row {
    const char* what;
    std::function<bool(const fs::path&)> make;
  };
  const Row rows[] = {
      {"FIFO", [](const fs::path& file) { return ::mkfifo(file.c_str(), 0640) == 0; }},
      {"device",
       [](const fs::path& file) {
         return ::mknod(file.c_str(), S_IFCHR | 0640, makedev(1, 3)) == 0;
       }},
      {"socket", bind_socket},
      {"folder", [](const fs::path& file) { return fs::create_directory(file); }},
      {"link to a folder",
       [](const fs::path& file) {
         return ::symlink(file.parent_path().c_str(), file.c_str()) == 0;
       }},
      {"link to itself",
       [](const fs::path& file) { return ::symlink(file.c_str(), file.c_str()) == 0; }},
  };
  for (const auto& row : rows) {
    const support::Folder folder;
    const auto file = folder.root / "history";
    CAPTURE(row.what);
    // Only root can create devices.
    if (!row.make(file)) continue;
    struct stat before {};
    ::lstat(file.c_str(), &before);
    const auto loaded = load_history(file);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().what.find(file.string()) != std::string::npos);
    CHECK(loaded.error().what.find("--no-history") != std::string::npos);
    CHECK(loaded.error().what.find('\n') == std::string::npos);
    add_to_history(file, "hi");
    struct stat after {};
    ::lstat(file.c_str(), &after);
    CHECK(after.st_mode == before.st_mode);
    CHECK(after.st_ino == before.st_ino);
  }
}

TEST_CASE("a history that cannot be read or written is reported") {
  const support::Folder folder;
  const auto file = folder.root / "history";
  add_to_history(file, "hi");
  for (const mode_t mode : {0000U, 0200U, 0400U}) {
    ::chmod(file.c_str(), mode);
    // Root ignores permissions.
    if (::access(file.c_str(), R_OK | W_OK) == 0) continue;
    CHECK_FALSE(load_history(file));
  }
}

#include "files/regular_file.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>

#include "base/unique_fd.h"
#include "support/folder.h"

using namespace moonroom;
namespace fs = std::filesystem;

namespace {

constexpr size_t kLimit = 1024;

struct Place {
  support::Folder folder;

  fs::path at(const char* name) const { return folder.root / name; }
  fs::path write(const char* name, const std::string& text) const {
    std::ofstream(at(name)) << text;
    return at(name);
  }
  // The bytes, or the problem after a "!".
  std::string read(const char* name) const {
    auto text = files::read_regular(at(name), kLimit);
    return text ? text->bytes : "!" + text.error().what;
  }
};

}  // namespace

TEST_CASE("a status is refused for its kind and its size") {
  struct {
    mode_t mode;
    off_t size;
    const char* says;
  } cases[] = {
      {S_IFREG | 0600, 0, nullptr},        {S_IFREG, kLimit, nullptr},
      {S_IFREG, kLimit + 1, "larger"},     {S_IFREG, off_t{1} << 50, "larger"},
      {S_IFIFO, 0, "this is a pipe"},      {S_IFSOCK, 0, "this is a socket"},
      {S_IFCHR, 0, "this is a device"},    {S_IFBLK, 0, "this is a device"},
      {S_IFDIR, 4096, "this is a folder"}, {0, 0, "this is something else"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.mode);
    struct stat status {};
    status.st_mode = each.mode;
    status.st_size = each.size;
    const auto refusal = files::refusal_of(status, kLimit);
    CHECK(refusal.has_value() == (each.says != nullptr));
    if (refusal && each.says) CHECK(refusal->find(each.says) != std::string::npos);
  }
}

TEST_CASE("a failure has advice") {
  CHECK(files::failure_of(ENOENT, false) == "there is no such file");
  CHECK(files::failure_of(ENOENT, true) == "this link leads nowhere: what it names is not there");
  CHECK(files::failure_of(ELOOP, true) == "this link leads in a circle; remove it");
  CHECK(files::failure_of(EACCES, false).find("chmod or chown it") != std::string::npos);
  CHECK(files::failure_of(EIO, false) == "it cannot be read: Input/output error");
}

TEST_CASE("a stamp can be relied on when the last change is some seconds old") {
  const files::Stamp stamp{1, 2, 3, 0, 10'000'000'000};
  CHECK_FALSE(files::is_settled(stamp, WallTime(std::chrono::seconds(11))));
  CHECK(files::is_settled(stamp, WallTime(std::chrono::seconds(14))));
  // The clock was turned back.
  CHECK_FALSE(files::is_settled(stamp, WallTime(std::chrono::seconds(1))));
}

TEST_CASE_FIXTURE(Place, "regular files and links to them are read, up to the limit") {
  write("plain", "text");
  write("full", std::string(kLimit, 'x'));
  write("over", std::string(kLimit + 1, 'x'));
  write("empty", "");
  fs::create_symlink("plain", at("link"));
  fs::create_symlink("link", at("link of link"));
  CHECK(read("plain") == "text");
  CHECK(read("link") == "text");
  CHECK(read("link of link") == "text");
  CHECK(read("full").size() == kLimit);
  CHECK(read("over").find("!this file is larger") == 0);
  CHECK(read("empty") == "");
  REQUIRE(::truncate(write("giant", "").c_str(), off_t{1} << 40) == 0);
  CHECK(read("giant").find("!this file is larger") == 0);
}

TEST_CASE_FIXTURE(Place, "everything else is a sentence, at once") {
  REQUIRE(::mkfifo(at("fifo").c_str(), 0600) == 0);
  fs::create_directory(at("folder"));
  fs::create_symlink("nowhere", at("dangling"));
  fs::create_symlink("circle", at("circle"));
  fs::create_symlink("fifo", at("link to fifo"));
  const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  at("socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
  REQUIRE(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  CHECK(read("fifo").find("!this is a pipe") == 0);
  CHECK(read("link to fifo").find("!this is a pipe") == 0);
  CHECK(read("folder").find("!this is a folder") == 0);
  CHECK(read("socket").find("!this is a socket") == 0);
  CHECK(read("dangling").find("!this link leads nowhere") == 0);
  CHECK(read("circle").find("!this link leads in a circle") == 0);
  CHECK(read("not there") == "!there is no such file");
  // As root only: the device /dev/zero under another name.
  if (::mknod(at("zero").c_str(), S_IFCHR | 0600, makedev(1, 5)) == 0)
    CHECK(read("zero").find("!this is a device") == 0);
}

TEST_CASE_FIXTURE(Place, "a file of the kernel that tells no size is read all the same") {
  fs::create_symlink("/proc/self/comm", at("comm"));
  CHECK_FALSE(read("comm").starts_with("!"));
  fs::create_symlink("/proc/self/maps", at("maps"));
  CHECK(read("maps").find("!this file is larger") == 0);
}

#include "base/unique_fd.h"

#include <doctest/doctest.h>
#include <fcntl.h>

#include <utility>

namespace {

using moonroom::UniqueFd;

int open_something() {
  const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  REQUIRE(fd >= 0);
  return fd;
}

bool is_open(int fd) {
  return ::fcntl(fd, F_GETFD) != -1;
}

}  // namespace

TEST_CASE("a descriptor closes with its owner") {
  const int fd = open_something();
  {
    const UniqueFd owner(fd);
    CHECK(owner.get() == fd);
    CHECK(static_cast<bool>(owner));
  }
  CHECK_FALSE(is_open(fd));
}

TEST_CASE("an owner of nothing is false and closes nothing") {
  UniqueFd nobody;
  CHECK_FALSE(static_cast<bool>(nobody));
  nobody.reset();
  CHECK(nobody.get() == -1);
  CHECK_FALSE(static_cast<bool>(UniqueFd(-1)));
}

TEST_CASE("moving hands the descriptor over") {
  const int fd = open_something();
  UniqueFd first(fd);
  const UniqueFd second(std::move(first));
  CHECK(first.get() == -1);  // NOLINT(bugprone-use-after-move): what is left behind is promised
  CHECK(second.get() == fd);
  CHECK(is_open(fd));
}

TEST_CASE("assigning closes the descriptor owned before") {
  const int old = open_something();
  const int next = open_something();
  UniqueFd owner(old);
  owner = UniqueFd(next);
  CHECK_FALSE(is_open(old));
  CHECK(is_open(next));
  CHECK(owner.get() == next);
}

TEST_CASE("assigning to itself changes nothing") {
  const int fd = open_something();
  UniqueFd owner(fd);
  auto& same = owner;
  owner = std::move(same);
  CHECK(owner.get() == fd);
  CHECK(is_open(fd));
}

TEST_CASE("a released descriptor stays open") {
  const int fd = open_something();
  int released = -1;
  {
    UniqueFd owner(fd);
    released = owner.release();
  }
  CHECK(released == fd);
  CHECK(is_open(fd));
  const UniqueFd closes_it(fd);
}

TEST_CASE("reset to the descriptor that is owned already keeps it open") {
  const int fd = open_something();
  UniqueFd owner(fd);
  owner.reset(fd);
  CHECK(is_open(fd));
  owner.reset();
  CHECK_FALSE(is_open(fd));
}

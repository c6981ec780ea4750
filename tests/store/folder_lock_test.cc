#include "store/folder_lock.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>

#include <fstream>

#include "support/folder.h"

namespace moonroom::store {
namespace {

using support::Folder;

TEST_CASE("a folder is locked as long as the lock is held, and names the holder") {
  const Folder folder;
  {
    const auto lock = FolderLock::acquire(folder.root);
    REQUIRE(lock);
    std::string holder;
    std::getline(std::ifstream(folder.root / "lock"), holder);
    CHECK(holder == std::to_string(::getpid()));
    const auto other = FolderLock::acquire(folder.root);
    REQUIRE_FALSE(other);
    CHECK(other.error().what.find(fmt::format("(process {})", ::getpid())) != std::string::npos);
  }
  CHECK(FolderLock::acquire(folder.root));
}

TEST_CASE("a copy of the descriptor keeps the lock, and is taken over") {
  const Folder folder;
  UniqueFd copy;
  {
    const auto lock = FolderLock::acquire(folder.root);
    REQUIRE(lock);
    copy.reset(::dup(lock->descriptor()));
  }
  CHECK_FALSE(FolderLock::acquire(folder.root));
  {
    const auto lock = FolderLock::acquire(folder.root, std::move(copy));
    REQUIRE(lock);
    CHECK((::fcntl(lock->descriptor(), F_GETFD) & FD_CLOEXEC) != 0);
    CHECK_FALSE(FolderLock::acquire(folder.root));
  }
  CHECK(FolderLock::acquire(folder.root));
}

TEST_CASE("a descriptor of another file is no lock of this folder") {
  const Folder folder;
  const auto held = FolderLock::acquire(folder.root);
  REQUIRE(held);
  UniqueFd other(::open((folder.root / "other").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  CHECK_FALSE(FolderLock::acquire(folder.root, std::move(other)));
}

TEST_CASE("a file where the folder should be is a problem") {
  const Folder folder;
  std::ofstream(folder.root / "file") << "in the way";
  const auto lock = FolderLock::acquire(folder.root / "file");
  REQUIRE_FALSE(lock);
  CHECK(lock.error().what.find("cannot be made") != std::string::npos);
}

}  // namespace
}  // namespace moonroom::store

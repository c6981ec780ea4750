#include "store/folder_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

#include "base/disk.h"

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;

std::string why(int error) {
  return std::generic_category().message(error);
}

Result<void> make(const fs::path& folder) {
  // A path that ends in a slash is its own parent.
  const auto path = folder.has_filename() ? folder : folder.parent_path();
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (::mkdir(path.c_str(), S_IRWXU) == 0) return {};
  const int failed = errno;
  if (fs::is_directory(path, error)) return {};
  return problem(fmt::format("the folder {} cannot be made: {}", path.string(), why(failed)));
}

bool is_same_file(int one, int other) {
  struct stat first {};
  struct stat second {};
  return ::fstat(one, &first) == 0 && ::fstat(other, &second) == 0 &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

std::string holder(int file) {
  std::array<char, 16> digits{};
  const auto size = ::pread(file, digits.data(), digits.size() - 1, 0);
  return size > 1 ? fmt::format(" (process {})", std::string(digits.data(), size_t(size) - 1)) : "";
}

bool holder_lives(int file) {
  std::array<char, 16> digits{};
  const auto size = ::pread(file, digits.data(), digits.size() - 1, 0);
  int pid = 0;
  if (size > 0) std::from_chars(digits.data(), digits.data() + size, pid);
  return pid <= 1 || ::kill(pid, 0) == 0 || errno != ESRCH;
}

// Names the holder for error messages. A full disk does not matter: the lock works without it.
void write_holder(int file) {
  const auto text = fmt::format("{}\n", ::getpid());
  // A host that was replaced by exec has the same id, so the file is already correct.
  std::array<char, 16> there{};
  const auto size = ::pread(file, there.data(), there.size(), 0);
  if (size > 0 && std::string_view(there.data(), static_cast<size_t>(size)) == text) return;
  if (::ftruncate(file, 0) == 0) (void)!::pwrite(file, text.data(), text.size(), 0);
}

// A child of a host that has just been killed can hold the lock for a moment longer than the host.
bool lock(int file) {
  constexpr int kAttempts = 50;
  for (int i = 0; i < kAttempts; ++i) {
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return true;
    if (holder_lives(file)) return false;
    ::usleep(10'000);
  }
  return false;
}

}  // namespace

tl::expected<FolderLock, FolderLock::Refusal> FolderLock::acquire(const fs::path& folder,
                                                                  UniqueFd inherited) {
  const auto refused = [&folder](Problem problem) {
    return tl::unexpected(Refusal{{std::move(problem)}, is_full_or_read_only(folder)});
  };
  if (auto made = make(folder); !made) return refused(made.error());
  const auto path = folder / "lock";
  UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  // Locking does not require write access.
  if (!file && (errno == EROFS || errno == EACCES))
    file = UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return refused({fmt::format("{} cannot be opened: {}", path.string(), why(errno))});
  if (inherited && is_same_file(file.get(), inherited.get())) {
    file = std::move(inherited);
    ::fcntl(file.get(), F_SETFD, FD_CLOEXEC);
  }
  if (!lock(file.get()))
    return tl::unexpected(
        Refusal{{fmt::format("the folder {} is in use by another host{}: stop it, or give this "
                             "one a folder of its own",
                             folder.string(), holder(file.get()))},
                false});
  write_holder(file.get());
  return FolderLock(std::move(file));
}

}  // namespace moonroom::store

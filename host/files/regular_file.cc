#include "files/regular_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include "base/unique_fd.h"

namespace moonroom::files {
namespace {

// FAT has the coarsest clock: two seconds.
constexpr auto kCoarsestClock = std::chrono::seconds(3);

// How often a file is read again when it was written meanwhile.
constexpr int kTries = 3;

constexpr size_t kPiece = size_t{16} << 10;

int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::string_view kind_of(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFIFO:
      return "a pipe (FIFO)";
    case S_IFSOCK:
      return "a socket";
    case S_IFCHR:
    case S_IFBLK:
      return "a device";
    case S_IFDIR:
      return "a folder";
    default:
      return "something else";
  }
}

Result<void> read_some(int file, size_t limit, std::string& bytes) {
  while (bytes.size() <= limit) {
    const auto before = bytes.size();
    bytes.resize(before + kPiece);
    const auto got = ::read(file, &bytes[before], kPiece);
    const int error = errno;
    bytes.resize(before + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) return {};
    if (got < 0 && error != EINTR) return problem(failure_of(error, false));
  }
  return {};
}

// Checked before the open, because opening alone can affect a device; and again afterwards, because
// the name can refer to another file by then.
Result<UniqueFd> open_regular(const std::filesystem::path& path, size_t limit,
                              struct stat& status) {
  struct stat name {};
  const bool is_link = ::lstat(path.c_str(), &name) == 0 && S_ISLNK(name.st_mode);
  if (::stat(path.c_str(), &status) != 0) return problem(failure_of(errno, is_link));
  if (auto refusal = refusal_of(status, limit)) return problem(std::move(*refusal));
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file || ::fstat(file.get(), &status) != 0) return problem(failure_of(errno, is_link));
  if (auto refusal = refusal_of(status, limit)) return problem(std::move(*refusal));
  return file;
}

// Nullopt when the file was written meanwhile.
Result<std::optional<FileText>> try_read(const std::filesystem::path& path, size_t limit) {
  struct stat before {};
  const auto file = open_regular(path, limit, before);
  if (!file) return tl::unexpected(file.error());
  FileText text{{}, stamp_of(before)};
  if (auto done = read_some(file->get(), limit, text.bytes); !done)
    return tl::unexpected(done.error());
  struct stat after {};
  if (::fstat(file->get(), &after) != 0) return problem(failure_of(errno, false));
  // The kernel's pseudo files have no size before they are read.
  after.st_size = std::max(after.st_size, static_cast<off_t>(text.bytes.size()));
  if (auto refusal = refusal_of(after, limit)) return problem(std::move(*refusal));
  if (before.st_size != 0 && stamp_of(after) != text.stamp) return std::nullopt;
  return text;
}

}  // namespace

Stamp stamp_of(const struct stat& status) {
  return {status.st_dev, status.st_ino, status.st_size, nanoseconds(status.st_mtim),
          nanoseconds(status.st_ctim)};
}

bool is_settled(const Stamp& stamp, WallTime now) {
  const auto changed = WallTime(
      std::chrono::duration_cast<WallTime::duration>(std::chrono::nanoseconds(stamp.changed_ns)));
  return now - changed > kCoarsestClock;
}

std::optional<std::string> refusal_of(const struct stat& status, size_t limit) {
  if (!S_ISREG(status.st_mode))
    return fmt::format("this is {}, not a regular file; remove it, or put a file in its place",
                       kind_of(status.st_mode));
  if (static_cast<uint64_t>(status.st_size) > limit)
    return fmt::format("this file is larger than {} KiB; keep data out of it, or split it",
                       limit / 1024);
  return std::nullopt;
}

std::string failure_of(int error, bool is_link) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return is_link ? "this link leads nowhere: what it names is not there"
                     : "there is no such file";
    case ELOOP:
      return "this link leads in a circle; remove it";
    case EACCES:
    case EPERM:
      return fmt::format("user {} is not allowed to read it; chmod or chown {}", ::geteuid(),
                         is_link ? "what this link names" : "it");
    case EAGAIN:
      return "it cannot be read at the moment; another program holds it";
    case ENAMETOOLONG:
      return "its name is too long";
    default:
      return fmt::format("it cannot be read: {}", std::generic_category().message(error));
  }
}

Result<FileText> read_regular(const std::filesystem::path& path, size_t limit) {
  for (int tries = 0; tries < kTries; ++tries) {
    auto text = try_read(path, limit);
    if (!text) return tl::unexpected(text.error());
    if (*text) return std::move(**text);
  }
  return problem("it was written while it was read; it is read again soon");
}

}  // namespace moonroom::files

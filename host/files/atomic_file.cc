#include "files/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "base/unique_fd.h"

namespace moonroom::files {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxFileBytes = 1024UL * 1024;

Result<void> check(int file, const fs::path& path, Readers readers) {
  struct stat about {};
  if (::fstat(file, &about) != 0) return file_problem("read", path);
  if (!S_ISREG(about.st_mode)) return problem(fmt::format("{} is no file", path.string()));
  if (readers == Readers::anybody || (about.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return problem(fmt::format(
      "{0} is open to other users of this machine (mode {1:03o}), who may have read it: remove it "
      "to get a new one, or, if you trust them, chmod 600 {0}",
      path.string(), about.st_mode & 0777));
}

Result<std::string> read_all(int file, const fs::path& path) {
  std::string bytes(kMaxFileBytes + 1, '\0');
  size_t size = 0;
  while (size < bytes.size()) {
    const auto got = ::read(file, &bytes[size], bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_problem("read", path);
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > kMaxFileBytes) return problem(fmt::format("{} is far too long", path.string()));
  bytes.resize(size);
  return bytes;
}

bool write_fully(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(file, bytes.data(), bytes.size());
    if (put < 0 && errno != EINTR) return false;
    if (put > 0) bytes.remove_prefix(static_cast<size_t>(put));
  }
  return ::fsync(file) == 0;
}

// A new name is durable only after an fsync of the folder.
bool keep_name(const fs::path& path) {
  const auto parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const UniqueFd folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder && ::fsync(folder.get()) == 0;
}

}  // namespace

tl::unexpected<Problem> file_problem(std::string_view what, const fs::path& path) {
  const auto why = std::generic_category().message(errno);
  return problem(fmt::format("{} cannot be {}: {}", path.string(), what, why));
}

Result<std::optional<std::string>> read_small_file(const fs::path& path, Readers readers) {
  // A pipe under this name must cause an error, not a wait.
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!file && errno == ENOENT) return std::nullopt;
  if (!file) return file_problem("read", path);
  if (auto good = check(file.get(), path, readers); !good) return tl::unexpected(good.error());
  auto bytes = read_all(file.get(), path);
  if (!bytes) return tl::unexpected(bytes.error());
  return std::move(*bytes);
}

Result<void> write_atomically(const fs::path& path, std::string_view bytes) {
  const fs::path fresh = path.string() + ".new";
  // A leftover of a crash, possibly with another mode.
  ::unlink(fresh.c_str());
  const UniqueFd file(
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file || !write_fully(file.get(), bytes)) return file_problem("written", fresh);
  if (::rename(fresh.c_str(), path.c_str()) != 0 || !keep_name(path))
    return file_problem("written", path);
  return {};
}

}  // namespace moonroom::files

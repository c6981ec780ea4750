#include "files/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "base/unique_fd.h"
#include "files/lua_names.h"

namespace moonroom::files {
namespace {

namespace fs = std::filesystem;

// Longer chains are cycles or mistakes.
constexpr size_t kMaxLinks = 8;

tl::unexpected<Problem> failed(const fs::path& path, std::string_view what, int error) {
  return problem(fmt::format("{} cannot be {}: {}", shown(path.string()), what,
                             std::generic_category().message(error)));
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(file, bytes.data(), bytes.size());
    if (put < 0 && errno != EINTR) return false;
    if (put > 0) bytes.remove_prefix(static_cast<size_t>(put));
  }
  return true;
}

}  // namespace

Result<std::vector<std::string>> list_names(const fs::path& folder) {
  const std::unique_ptr<DIR, CloseFolder> open(::opendir(folder.c_str()));
  if (!open) return problem(std::generic_category().message(errno));
  std::vector<std::string> names;
  errno = 0;
  while (const auto* entry = ::readdir(open.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    errno = 0;
  }
  if (errno != 0) return problem(std::generic_category().message(errno));
  return names;
}

bool is_taken(const fs::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

Result<void> write_new(const fs::path& path, std::string_view bytes) {
  const UniqueFd file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!file && errno == EEXIST) return problem(shown(path.string()) + " is there already");
  if (!file) return failed(path, "written", errno);
  if (write_all(file.get(), bytes)) return {};
  const int error = errno;
  ::unlink(path.c_str());
  return failed(path, "written", error);
}

Result<void> move_to_free(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  // Some network file systems do not support this.
  if (errno != EINVAL && errno != ENOSYS) {
    if (errno == EEXIST) return problem(shown(to.string()) + " is there already");
    return failed(from, "moved", errno);
  }
  if (is_taken(to)) return problem(shown(to.string()) + " is there already");
  if (::rename(from.c_str(), to.c_str()) != 0) return failed(from, "moved", errno);
  return {};
}

std::vector<fs::path> link_chain(fs::path path) {
  std::vector<fs::path> chain = {std::move(path)};
  std::error_code error;
  while (chain.size() <= kMaxLinks && fs::is_symlink(chain.back(), error)) {
    const auto target = fs::read_symlink(chain.back(), error);
    if (error) break;
    // An absolute target replaces the whole path.
    chain.push_back(chain.back().parent_path() / target);
  }
  return chain;
}

}  // namespace moonroom::files

#include "base/disk.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace moonroom {
namespace {

// SQLite's index alone takes 32 KiB.
constexpr uintmax_t kMinBytes = 64UL * 1024;

}  // namespace

bool is_full_or_read_only(std::filesystem::path path) {
  std::error_code error;
  path = std::filesystem::absolute(path, error);
  while (!std::filesystem::exists(path, error) && path.has_relative_path())
    path = path.parent_path();
  // A read-only mount affects root, too.
  if (::access(path.c_str(), W_OK) != 0 && errno == EROFS) return true;
  const auto space = std::filesystem::space(path, error);
  return !error && space.available < kMinBytes;
}

}  // namespace moonroom

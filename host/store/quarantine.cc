#include "store/quarantine.h"

#include <fmt/format.h>

#include <string>
#include <system_error>

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;

fs::path with(fs::path path, const std::string& ending) {
  path += ending;
  return path;
}

fs::path free_name(const fs::path& file) {
  std::error_code error;
  for (int number = 1;; ++number) {
    auto name = with(file, fmt::format(".damaged-{}", number));
    if (!fs::exists(name, error) && !fs::exists(with(name, "-wal"), error)) return name;
  }
}

}  // namespace

// The log goes first: SQLite would delete a log that it found beside a new, empty file.
Result<fs::path> quarantine(const fs::path& file) {
  std::error_code error;
  const auto name = free_name(file);
  if (fs::exists(with(file, "-wal"), error))
    fs::rename(with(file, "-wal"), with(name, "-wal"), error);
  if (!error) fs::rename(file, name, error);
  if (error)
    return problem(
        fmt::format("{} is damaged and cannot be renamed: {}", file.string(), error.message()));
  // An index of the log, which SQLite rebuilds.
  fs::remove(with(file, "-shm"), error);
  return name;
}

}  // namespace moonroom::store

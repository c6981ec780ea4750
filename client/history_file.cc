#include "client/history_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "base/unique_fd.h"
#include "client/places.h"
#include "terminal/history.h"
#include "terminal/tty.h"
#include "terminal/typed_line.h"

namespace moonroom::client {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

bool write_lines(const fs::path& file, int flags, const std::vector<std::string>& lines) {
  const UniqueFd out(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, kOwnerOnly));
  if (!out) return false;
  // It may be older than this rule.
  ::fchmod(out.get(), kOwnerOnly);
  return terminal::write_all(out.get(), fmt::format("{}\n", fmt::join(lines, "\n")));
}

// By way of a file of its own, so that nobody ever finds half of it.
void shorten(const fs::path& file, const std::vector<std::string>& lines) {
  auto fresh = file;
  fresh += fmt::format(".{}", ::getpid());
  if (!write_lines(fresh, O_TRUNC, lines) || ::rename(fresh.c_str(), file.c_str()) != 0)
    ::unlink(fresh.c_str());
}

}  // namespace

std::optional<fs::path> history_place() {
  const auto folder = state_folder();
  return folder.empty() ? std::nullopt : std::optional(folder / "history");
}

std::vector<std::string> load_history(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(terminal::typable(line));
  const size_t most = terminal::History::kMaxLines;
  if (lines.size() > 2 * most) {
    lines.erase(lines.begin(), lines.end() - static_cast<ptrdiff_t>(most));
    shorten(file, lines);
  }
  return lines;
}

// One write behind the end: two clients do not mix their lines (write(2), O_APPEND).
void add_to_history(const fs::path& file, const std::string& line) {
  make_private(file.parent_path());
  write_lines(file, O_APPEND, {line});
}

}  // namespace moonroom::client

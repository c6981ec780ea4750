#include "client/history_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

#include "base/unique_fd.h"
#include "terminal/graphemes.h"
#include "terminal/history.h"
#include "terminal/tty.h"

namespace moonroom::client {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

std::string environment(const char* variable) {
  const char* value = ::getenv(variable);
  return value == nullptr ? std::string() : value;
}

void make_folder(const fs::path& folder) {
  std::error_code ignored;
  fs::create_directories(folder.parent_path(), ignored);
  ::mkdir(folder.c_str(), S_IRWXU);
}

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
  // The specification has relative paths ignored.
  const fs::path state = environment("XDG_STATE_HOME");
  if (state.is_absolute()) return state / "moonroom" / "history";
  const fs::path home = environment("HOME");
  if (home.is_absolute()) return home / ".local" / "state" / "moonroom" / "history";
  return std::nullopt;
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
  make_folder(file.parent_path());
  write_lines(file, O_APPEND, {line});
}

}  // namespace moonroom::client

#include "client/history_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <system_error>

#include "base/unique_fd.h"
#include "client/places.h"
#include "terminal/history.h"
#include "terminal/tty.h"
#include "terminal/typed_line.h"

namespace moonroom::client {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

bool is_regular(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

// Nothing but a regular file is written: a pipe would be waited for, and a device has other owners.
bool write_lines(const fs::path& file, int flags, const std::vector<std::string>& lines) {
  const UniqueFd out(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_NONBLOCK | O_CLOEXEC | flags, kOwnerOnly));
  if (!out || !is_regular(out.get())) return false;
  // It may be older than this rule.
  ::fchmod(out.get(), kOwnerOnly);
  return terminal::write_all(out.get(), fmt::format("{}\n", fmt::join(lines, "\n")));
}

// By way of a file of its own, so that nobody ever finds half of it.
void shorten(const fs::path& link, const std::vector<std::string>& lines) {
  // The file that a link leads to is replaced, not the link.
  std::error_code error;
  const auto file = fs::canonical(link, error);
  if (error) return;
  auto fresh = file;
  fresh += fmt::format(".{}", ::getpid());
  if (!write_lines(fresh, O_EXCL, lines) || ::rename(fresh.c_str(), file.c_str()) != 0)
    ::unlink(fresh.c_str());
}

// Empty when there is no regular file.
std::string read_regular(const fs::path& file) {
  const UniqueFd in(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  std::string text;
  if (!in || !is_regular(in.get())) return text;
  std::array<char, 16384> piece;
  for (ssize_t size = 0; (size = ::read(in.get(), piece.data(), piece.size())) > 0;)
    text.append(piece.data(), static_cast<size_t>(size));
  return text;
}

}  // namespace

std::optional<fs::path> history_place() {
  const auto folder = state_folder();
  return folder.empty() ? std::nullopt : std::optional(folder / "history");
}

std::vector<std::string> load_history(const fs::path& file) {
  std::istringstream in(read_regular(file));
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

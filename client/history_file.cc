#include "client/history_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <sstream>
#include <system_error>

#include "base/language.h"
#include "base/unique_fd.h"
#include "client/xdg_paths.h"
#include "terminal/edit_buffer.h"
#include "terminal/history.h"
#include "terminal/tty.h"
#include "text/text.h"

namespace moonroom::client {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

bool is_regular(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

// Opening a device can change it, so the type is checked before; the path can change meanwhile, so
// it is checked again after. An invalid descriptor and errno when it is no regular file.
UniqueFd open_regular(const fs::path& file, int flags) {
  struct stat status {};
  const bool exists = ::stat(file.c_str(), &status) == 0;
  if (!exists && (errno != ENOENT || (flags & O_CREAT) == 0)) return {};
  if (exists && !S_ISREG(status.st_mode)) return errno = EINVAL, UniqueFd();
  UniqueFd opened(::open(file.c_str(), flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, kOwnerOnly));
  if (opened && !is_regular(opened.get())) return errno = EINVAL, UniqueFd();
  return opened;
}

bool write_lines(const fs::path& file, int flags, const std::vector<std::string>& lines) {
  const auto out = open_regular(file, O_WRONLY | O_CREAT | flags);
  if (!out) return false;
  // Earlier versions created it with other permissions.
  ::fchmod(out.get(), kOwnerOnly);
  return terminal::write_all(out.get(), fmt::format("{}\n", fmt::join(lines, "\n")));
}

// Writes a new file and renames it, so that no reader finds half of it.
void shorten(const fs::path& link, const std::vector<std::string>& lines) {
  // Replaces the target of a link, not the link.
  std::error_code error;
  const auto file = fs::canonical(link, error);
  if (error) return;
  auto fresh = file;
  fresh += fmt::format(".{}", ::getpid());
  if (!write_lines(fresh, O_EXCL, lines) || ::rename(fresh.c_str(), file.c_str()) != 0)
    ::unlink(fresh.c_str());
}

Problem unusable(const fs::path& file, int error) {
  const auto why = error == EINVAL ? std::string(tr("it is no regular file"))
                                   : std::generic_category().message(error);
  return Problem{tr_format("nothing is remembered in {}: {}; move it away, or use --no-history",
                           text::visible(file.string()), why)};
}

// Empty when there is no file. Opens it for writing, too, so that an unwritable file is reported at
// the start.
Result<std::string> read_regular(const fs::path& file) {
  const auto in = open_regular(file, O_RDWR);
  std::string text;
  if (!in && errno == ENOENT) return text;
  if (!in) return tl::unexpected(unusable(file, errno));
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

Result<std::vector<std::string>> load_history(const fs::path& file) {
  const auto text = read_regular(file);
  if (!text) return tl::unexpected(text.error());
  std::istringstream in(*text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(terminal::sanitize_input(line));
  const size_t most = terminal::History::kMaxLines;
  if (lines.size() > 2 * most) {
    lines.erase(lines.begin(), lines.end() - static_cast<ptrdiff_t>(most));
    shorten(file, lines);
  }
  return lines;
}

// One write with O_APPEND, so that two clients do not mix their lines (write(2)).
void add_to_history(const fs::path& file, const std::string& line) {
  make_private(file.parent_path());
  write_lines(file, O_APPEND, {line});
}

}  // namespace moonroom::client

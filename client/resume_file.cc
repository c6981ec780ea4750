#include "client/resume_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <cstdio>

#include "client/xdg_paths.h"

namespace moonroom::client {
namespace {

// As long as a host keeps the membership of a client that is gone.
constexpr time_t kSeatHolds = 600;

// Characters other than plain ones are written as %XX, because a name can contain any.
std::string file_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return name;
}

}  // namespace

ResumeFile ResumeFile::claim(std::string_view host, std::string_view name) {
  const auto state = state_folder();
  const auto file = file_name(host) + "-" + file_name(name);
  if (state.empty() || file.size() > NAME_MAX) return {};
  const auto folder = state / "seats";
  make_private(state);
  make_private(folder);
  auto path = folder / file;
  UniqueFd descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!descriptor || ::flock(descriptor.get(), LOCK_EX | LOCK_NB) != 0) return {};
  return {std::move(path), std::move(descriptor)};
}

std::optional<session::Membership> ResumeFile::unfinished_membership() const {
  struct stat status {};
  if (!file_ || ::fstat(file_.get(), &status) != 0 ||
      ::time(nullptr) - status.st_mtime > kSeatHolds)
    return std::nullopt;
  std::array<char, 128> text{};
  const auto size = ::pread(file_.get(), text.data(), text.size() - 1, 0);
  std::array<char, 64> token{};
  unsigned long long number = 0;
  unsigned long long lines = 0;
  if (size <= 0 || std::sscanf(text.data(), "%63s %llu %llu", token.data(), &number, &lines) != 3)
    return std::nullopt;
  return session::Membership{token.data(), number, lines};
}

void ResumeFile::save(const session::Membership& membership) {
  if (!file_) return;
  // Fixed-width numbers, so that each write covers the one before.
  auto text =
      fmt::format("{} {:020} {:020}\n", membership.token, membership.number, membership.lines);
  if (text == saved_) return;
  if (::pwrite(file_.get(), text.data(), text.size(), 0) > 0) saved_ = std::move(text);
}

void ResumeFile::remove() {
  if (file_) ::unlink(path_.c_str());
  file_.reset();
}

}  // namespace moonroom::client

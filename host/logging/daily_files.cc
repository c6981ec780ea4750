#include "logging/daily_files.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <ctime>
#include <system_error>
#include <utility>

namespace moonroom::logging {
namespace {

namespace fs = std::filesystem;

// A month of a class's talk.
constexpr auto kDaysKept = std::chrono::days(30);

// A plugin with more names than this has a bug.
constexpr size_t kMaxFiles = 16;

// For each file, while writes fail.
constexpr size_t kMaxWaitingBytes = 1 << 20;

constexpr auto kBetweenAttempts = std::chrono::seconds(1);

constexpr std::string_view kLogEnding = ".log";
constexpr size_t kDateSize = std::string_view("2026-01-31").size();

std::tm local_time(WallTime time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return local;
}

std::string date_in_words(WallTime time) {
  return fmt::format("{:%Y-%m-%d}", local_time(time));
}

std::string reason() {
  return std::generic_category().message(errno);
}

template <class Number>
bool read_number(std::string_view digits, Number& number) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size();
}

bool is_at(int descriptor, const fs::path& path) {
  struct stat open {};
  struct stat there {};
  return ::fstat(descriptor, &open) == 0 && ::lstat(path.c_str(), &there) == 0 &&
         open.st_dev == there.st_dev && open.st_ino == there.st_ino;
}

}  // namespace

std::optional<std::chrono::sys_days> date_of_log(std::string_view file_name) {
  if (!file_name.ends_with(kLogEnding)) return std::nullopt;
  file_name.remove_suffix(kLogEnding.size());
  if (file_name.size() < kDateSize + 2) return std::nullopt;
  const auto date = file_name.substr(file_name.size() - kDateSize);
  if (file_name[file_name.size() - kDateSize - 1] != '_' || date[4] != '-' || date[7] != '-')
    return std::nullopt;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (!read_number(date.substr(0, 4), year) || !read_number(date.substr(5, 2), month) ||
      !read_number(date.substr(8, 2), day))
    return std::nullopt;
  const std::chrono::year_month_day whole{std::chrono::year(year), std::chrono::month(month),
                                          std::chrono::day(day)};
  return whole.ok() ? std::optional(std::chrono::sys_days(whole)) : std::nullopt;
}

bool DailyFiles::add(const std::string& name, std::string_view line, const LogTime& time) {
  const bool known = files_.contains(name);
  if (!known && files_.size() >= kMaxFiles) return false;
  auto& file = files_[name];
  if (file.waiting.size() + line.size() > kMaxWaitingBytes) {
    ++lost_;
    return true;
  }
  file.waiting += fmt::format("{:%Y-%m-%d %H:%M:%S} {}\n", local_time(time.wall), line);
  has_lines_ = true;
  return true;
}

bool DailyFiles::flush(const LogTime& time) {
  const auto date = date_in_words(time.calendar);
  if (date != tidied_on_) {
    tidied_on_ = date;
    if (time.dates_hold) delete_old(time);
  }
  if (!has_lines_) return false;
  if (failed_at_ && time.steady - *failed_at_ < kBetweenAttempts) return false;
  std::string problem;
  for (auto& [name, file] : files_)
    if (auto failure = write(name, file, date); !failure.empty()) problem = std::move(failure);
  has_lines_ = !problem.empty();
  failed_at_ = problem.empty() ? std::nullopt : std::optional(time.steady);
  return std::exchange(problem_, problem) != problem;
}

void DailyFiles::reopen() {
  for (auto& [name, file] : files_) file.descriptor = UniqueFd();
}

std::string DailyFiles::write(const std::string& name, File& file, const std::string& date) {
  if (file.waiting.empty()) return {};
  if (auto failure = open(name, file, date); !failure.empty()) return failure;
  size_t written = 0;
  while (written < file.waiting.size()) {
    const auto put = ::write(file.descriptor.get(), file.waiting.data() + written,
                             file.waiting.size() - written);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) break;
    written += static_cast<size_t>(put);
  }
  auto failure = written == file.waiting.size()
                     ? std::string()
                     : fmt::format("{} cannot be written: {}", file.path.string(), reason());
  file.waiting.erase(0, written);
  return failure;
}

std::string DailyFiles::open(const std::string& name, File& file, const std::string& date) {
  auto path = folder_ / fmt::format("{}_{}{}", name, date, kLogEnding);
  if (file.descriptor && path == file.path && is_at(file.descriptor.get(), path)) return {};
  file.path = std::move(path);
  file.descriptor = UniqueFd();
  if (auto failure = make_folder(); !failure.empty()) return failure;
  UniqueFd opened(::open(file.path.c_str(),
                         O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                         S_IRUSR | S_IWUSR));
  if (!opened) return fmt::format("{} cannot be opened: {}", file.path.string(), reason());
  struct stat about {};
  if (::fstat(opened.get(), &about) != 0 || !S_ISREG(about.st_mode))
    return fmt::format("{} is no regular file: move it away", file.path.string());
  // Earlier versions created it world-readable.
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) ::fchmod(opened.get(), S_IRUSR | S_IWUSR);
  file.descriptor = std::move(opened);
  return {};
}

std::string DailyFiles::make_folder() {
  if (::mkdir(folder_.c_str(), S_IRWXU) == 0) return {};
  struct stat about {};
  const int failed = errno;
  if (::stat(folder_.c_str(), &about) != 0 || !S_ISDIR(about.st_mode))
    return fmt::format("the folder {} cannot be made: {}", folder_.string(),
                       std::generic_category().message(failed));
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) ::chmod(folder_.c_str(), S_IRWXU);
  return {};
}

void DailyFiles::delete_old(const LogTime& time) {
  const auto today = date_of_log("today_" + date_in_words(time.calendar) + std::string(kLogEnding));
  std::error_code error;
  for (fs::directory_iterator each(folder_, error), end; !error && each != end;
       each.increment(error)) {
    const auto date = date_of_log(each->path().filename().string());
    std::error_code ignored;
    if (today && date && *today - *date > kDaysKept && each->is_regular_file(ignored))
      fs::remove(each->path(), ignored);
  }
}

}  // namespace moonroom::logging

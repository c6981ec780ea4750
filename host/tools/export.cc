#include "tools/export.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <utility>

#include "base/cli_error.h"
#include "base/unique_fd.h"
#include "process/child.h"
#include "store/reader.h"
#include "terminal/tty.h"
#include "text/text.h"

namespace moonroom::tools {
namespace {

namespace fs = std::filesystem;
using process::Child;

constexpr uint64_t kUsualHistory = 20;

// More processes than this only wait for the disk.
constexpr size_t kMaxParts = 64;

std::string as_text(const room::Entry& entry) {
  const auto seconds = std::chrono::time_point_cast<std::chrono::seconds>(entry.time);
  const bool is_private = entry.post.is_private();
  return fmt::format("{:%Y-%m-%d %H:%M:%S}  {}{}\n",
                     fmt::localtime(std::chrono::system_clock::to_time_t(seconds)),
                     is_private ? "(private) " : "", text::visible(entry.post.line));
}

// One object a line.
std::string as_json(const room::Entry& entry) {
  nlohmann::ordered_json fields = {
      {"number", entry.number},
      {"time", std::chrono::duration<double>(entry.time.time_since_epoch()).count()},
      {"kind", entry.post.kind},
      {"from", entry.post.from},
      {"text", entry.post.text},
      {"line", entry.post.line}};
  if (entry.post.is_private()) fields["to"] = entry.post.audience.members;
  return fields.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

struct Part {
  uint64_t from = 0;
  uint64_t to = 0;
  fs::path file;
};

// The progress of the parts, in memory that all processes share.
class Progress {
 public:
  Progress()
      : done_(static_cast<std::atomic<uint64_t>*>(
            ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {
    if (done_ == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { ::munmap(done_, kBytes); }

  void add(uint64_t entries) { done_->fetch_add(entries, std::memory_order_relaxed); }
  uint64_t done() const { return done_->load(std::memory_order_relaxed); }

 private:
  static constexpr size_t kBytes = 4096;
  std::atomic<uint64_t>* done_;
};

// The destination of an export: a regular file, which appears complete or not at all; or anything
// else of that name, which is written through and never replaced.
struct Target {
  /// The target of a link.
  fs::path file;
  bool is_replaced = true;
};

Result<Target> target_of(const fs::path& named, bool force) {
  if (named == "-") return Target{"/dev/stdout", false};
  struct stat status {};
  const bool is_there = ::stat(named.c_str(), &status) == 0;
  if (is_there && S_ISDIR(status.st_mode))
    return problem(fmt::format("{} is a folder; name a file", named.string()));
  if (is_there && !S_ISREG(status.st_mode)) return Target{named, false};
  if (is_there && !force)
    return problem(fmt::format("{} is there already; --force replaces it", named.string()));
  std::error_code ignored;
  if (!fs::is_symlink(fs::symlink_status(named, ignored))) return Target{named, true};
  // For a dangling link, the file is created at its target.
  std::error_code error;
  const auto file =
      is_there ? fs::canonical(named, error) : named.parent_path() / fs::read_symlink(named, error);
  if (error) return problem(fmt::format("{}: {}", named.string(), error.message()));
  return Target{file, true};
}

// A private folder for the parts, on the same disk as the destination, which one of the parts
// becomes.
class PartFolder {
 public:
  static Result<PartFolder> make(const Target& target) {
    const auto parent = target.is_replaced ? target.file.parent_path() : fs::temp_directory_path();
    auto name = (parent.empty() ? fs::path(".") : parent) / ".moonroom-export-XXXXXX";
    std::string text = name.string();
    if (::mkdtemp(text.data()) == nullptr)
      return problem(fmt::format("cannot write in {}: {}", name.parent_path().string(),
                                 std::generic_category().message(errno)));
    return PartFolder(text);
  }
  explicit PartFolder(fs::path path) : path_(std::move(path)) {}
  PartFolder(PartFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  PartFolder& operator=(PartFolder&&) = delete;
  ~PartFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::vector<Part> cut(uint64_t from, uint64_t to, size_t parts, const fs::path& folder) {
  std::vector<Part> all;
  const uint64_t count = to - from + 1;
  for (size_t i = 0; i < parts; ++i) {
    all.push_back({from + count * i / parts, from + count * (i + 1) / parts - 1,
                   folder / fmt::format("part{}", i + 1)});
  }
  return all;
}

// Runs in a process of its own.
Result<void> write_part(const fs::path& data, const Part& part, bool json, Progress& progress) {
  auto reader = store::Reader::open(data);
  if (!reader) return tl::unexpected(reader.error());
  // Private, independent of the umask.
  ::umask(S_IRWXG | S_IRWXO);
  std::ofstream out(part.file, std::ios::binary);
  uint64_t unseen = 0;
  auto read = reader->for_each(part.from, part.to, [&](const room::Entry& entry) {
    out << (json ? as_json(entry) : as_text(entry));
    if (++unseen < 1000) return;
    progress.add(std::exchange(unseen, 0));
  });
  progress.add(unseen);
  out.close();
  if (read && !out)
    return problem(fmt::format("cannot write {}: the disk may be full", part.file.string()));
  return read;
}

void draw(uint64_t done, uint64_t all) {
  constexpr size_t kWidth = 40;
  const auto filled = static_cast<size_t>(all == 0 ? kWidth : kWidth * std::min(done, all) / all);
  fmt::print(stderr, "\r[{}{}] {} of {}", std::string(filled, '#'),
             std::string(kWidth - filled, ' '), done, all);
}

bool wait_for_all(std::vector<Child>& children, const Progress& progress, uint64_t all) {
  const bool seen = ::isatty(STDERR_FILENO) == 1;
  bool well = true;
  for (auto& child : children)
    while (child.running()) {
      if (const auto exit = child.reap())
        well = well && exit->status == 0;
      else
        ::usleep(50'000);
      if (seen) draw(progress.done(), all);
    }
  if (seen) fmt::print(stderr, "\n");
  return well;
}

// Appends the others to the first part, which becomes the file.
Result<void> join(const std::vector<Part>& parts, const fs::path& file) {
  std::ofstream out(parts.front().file, std::ios::binary | std::ios::app);
  for (size_t i = 1; i < parts.size(); ++i) {
    std::ifstream in(parts[i].file, std::ios::binary);
    if (in.peek() != std::ifstream::traits_type::eof()) out << in.rdbuf();
  }
  out.close();
  std::error_code error;
  fs::rename(parts.front().file, file, error);
  if (out && !error) return {};
  return problem(fmt::format("cannot write {}: {}", file.string(),
                             error ? error.message() : "the disk may be full"));
}

// Writes all parts to a target that is no regular file.
Result<void> pour(const std::vector<Part>& parts, const Target& target, bool is_standard_output) {
  const UniqueFd opened(is_standard_output
                            ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
                            : ::open(target.file.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  bool well = static_cast<bool>(opened);
  std::array<char, 65536> piece;
  for (const auto& part : parts) {
    std::ifstream in(part.file, std::ios::binary);
    while (well && (in.read(piece.data(), piece.size()), in.gcount() > 0))
      well = terminal::write_all(opened.get(), {piece.data(), static_cast<size_t>(in.gcount())});
  }
  if (well) return {};
  return problem(fmt::format("cannot write {}: {}",
                             is_standard_output ? "standard output" : target.file.string(),
                             std::generic_category().message(errno)));
}

// One process for each part; each reports its own errors.
Result<void> write_all(const config::Options& options, const std::vector<Part>& parts, bool json) {
  Progress progress;
  std::vector<Child> children;
  children.reserve(parts.size());
  for (const auto& part : parts)
    children.push_back(Child::fork(
        [&] {
          const auto written = write_part(options.data, part, json, progress);
          return written ? 0 : fail(written.error().what);
        },
        SIGTERM));
  if (wait_for_all(children, progress, parts.back().to - parts.front().from + 1)) return {};
  return problem("nothing was exported");
}

}  // namespace

int show_history(const config::Options& options, const config::ToolCall& tool) {
  uint64_t wanted = kUsualHistory;
  if (!tool.arguments.empty()) {
    const auto& word = tool.arguments.front();
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), wanted);
    if (error != std::errc() || *end != '\0') return fail("how many? moonroomd history 50", 2);
  }
  auto reader = store::Reader::open(options.data);
  if (!reader) return fail(reader.error().what);
  const auto range = reader->range();
  if (!range) return fail(range.error().what);
  const auto from = range->last >= wanted ? range->last - wanted + 1 : 1;
  const auto read = reader->for_each(
      from, range->last, [](const room::Entry& entry) { fmt::print("{}", as_text(entry)); });
  return read ? 0 : fail(read.error().what);
}

int export_entries(const config::Options& options, const config::ToolCall& tool) {
  const fs::path file = tool.arguments.front();
  auto reader = store::Reader::open(options.data);
  if (!reader) return fail(reader.error().what);
  const auto range = reader->range();
  if (!range) return fail(range.error().what);
  const auto from = std::max(tool.from, range->first);
  const auto to = std::min(tool.to, range->last);
  if (range->last == 0 || from > to)
    return fail(fmt::format("there is nothing from {} to {}: what is kept is {} to {}", tool.from,
                            tool.to, range->first, range->last));
  const auto target = target_of(file, tool.force);
  if (!target) return fail(target.error().what, 2);
  const auto folder = PartFolder::make(*target);
  if (!folder) return fail(folder.error().what);
  const auto parts = cut(
      from, to, std::min<uint64_t>({uint64_t{options.jobs}, uint64_t{kMaxParts}, to - from + 1}),
      folder->path());
  const auto written = write_all(options, parts, tool.format == "json");
  if (!written) return fail(written.error().what);
  const bool is_standard_output = file == "-";
  const auto put =
      target->is_replaced ? join(parts, target->file) : pour(parts, *target, is_standard_output);
  if (!put) return fail(put.error().what, is_standard_output ? kOutputLost : 1);
  if (!is_standard_output) fmt::print("{}: {} to {}\n", file.string(), from, to);
  return 0;
}

}  // namespace moonroom::tools

#include "secure/known_hosts.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/unique_fd.h"
#include "secure/fingerprint.h"
#include "secure/whole_file.h"

namespace moonroom::secure {
namespace {

namespace fs = std::filesystem;

// Empty when there is none yet.
Result<std::string> text_of(const fs::path& path) {
  return read_whole(path, Readers::anybody).map([](auto text) { return text.value_or(""); });
}

std::string_view take_word(std::string_view& line) {
  constexpr std::string_view kBlank = " \t\r";
  line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
  const auto word = line.substr(0, line.find_first_of(kBlank));
  line.remove_prefix(word.size());
  return word;
}

std::string_view take_line(std::string_view& text) {
  const auto line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

// Of a line about `name`; empty when it is about another, or was cut off by an accident.
std::string fingerprint_in(std::string_view line, std::string_view name) {
  if (take_word(line) != name) return {};
  return parse_fingerprint(take_word(line)).value_or("");
}

}  // namespace

Result<KnownHosts::Memory> KnownHosts::recall(std::string_view name,
                                              std::string_view fingerprint) const {
  const auto text = text_of(path_);
  if (!text) return tl::unexpected(text.error());
  Memory memory;
  std::string_view rest = *text;
  for (size_t number = 1; !rest.empty(); ++number) {
    const auto before = fingerprint_in(take_line(rest), name);
    if (before == fingerprint) return Memory{Verdict::known, before, number};
    if (!before.empty() && memory.verdict == Verdict::unknown)
      memory = {Verdict::changed, before, number};
  }
  return memory;
}

Result<void> KnownHosts::remember(std::string_view name, std::string_view fingerprint) {
  const auto text = text_of(path_);
  if (!text) return tl::unexpected(text.error());
  const bool is_cut = !text->empty() && text->back() != '\n';
  const auto line = fmt::format("{}{} {}\n", is_cut ? "\n" : "", name, fingerprint);
  std::error_code error;
  if (path_.has_parent_path()) fs::create_directories(path_.parent_path(), error);
  // In one write at the end, so that two clients that start at once do not lose each other's.
  const UniqueFd file(
      ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file || ::write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    return file_problem("written", path_);
  return {};
}

}  // namespace moonroom::secure

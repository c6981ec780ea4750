#include "secure/known_hosts.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/unique_fd.h"
#include "files/atomic_file.h"
#include "secure/fingerprint.h"
#include "wire/endpoint.h"

namespace moonroom::secure {
namespace {

namespace fs = std::filesystem;

// Empty when there is no file yet.
Result<std::string> text_of(const fs::path& path) {
  return files::read_small_file(path, files::Readers::anybody).map([](auto text) {
    return text.value_or("");
  });
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

// "::1:8888" is earlier versions' form of "[::1]:8888": the port is behind the last colon.
std::pair<std::string_view, std::string_view> split(std::string_view name) {
  const auto colon = name.rfind(':');
  if (colon == std::string_view::npos) return {name, {}};
  auto host = name.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return {host, name.substr(colon)};
}

// The fingerprint in a line about `name`, which must be canonical; empty for other names and for
// truncated lines.
std::string fingerprint_in(std::string_view line, std::string_view name) {
  if (canonical_host(take_word(line)) != name) return {};
  return parse_fingerprint(take_word(line)).value_or("");
}

}  // namespace

std::string canonical_host(std::string_view name) {
  const auto [host, port] = split(name);
  std::string text(host);
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (text.size() > 1 && text.ends_with('.')) text.pop_back();
  if (const auto address = wire::parse_address(text)) {
    text = wire::to_string(*address);
    if (text == "127.0.0.1" || text == "::1") text = "localhost";
    if (text.find(':') != std::string::npos) text = "[" + text + "]";
  }
  return text + std::string(port);
}

Result<KnownHosts::Memory> KnownHosts::recall(std::string_view name,
                                              std::string_view fingerprint) const {
  const auto text = text_of(path_);
  if (!text) return tl::unexpected(text.error());
  Memory memory;
  const auto canonical = canonical_host(name);
  std::string_view rest = *text;
  for (size_t number = 1; !rest.empty(); ++number) {
    const auto before = fingerprint_in(take_line(rest), canonical);
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
  const auto line = fmt::format("{}{} {}\n", is_cut ? "\n" : "", canonical_host(name), fingerprint);
  std::error_code error;
  if (path_.has_parent_path()) fs::create_directories(path_.parent_path(), error);
  // In one appending write, so that two clients that start at once do not overwrite each other.
  const UniqueFd file(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC,
                             S_IRUSR | S_IWUSR));
  if (!file || ::write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    return files::file_problem("written", path_);
  return {};
}

}  // namespace moonroom::secure

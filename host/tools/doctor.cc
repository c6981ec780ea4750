#include "tools/doctor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <linux/seccomp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include "base/language.h"
#include "base/unique_fd.h"
#include "config/lua_sources.h"
#include "metrics/http_endpoint.h"
#include "net/udp_socket.h"
#include "process/clocks.h"
#include "store/reader.h"
#include "text/graphemes.h"

namespace moonroom::tools {
namespace {

namespace fs = std::filesystem;
using Weight = Finding::Severity;

// The nearest existing ancestor: where a missing folder would be created.
fs::path nearest_folder(fs::path path) {
  std::error_code ignored;
  path = fs::absolute(path, ignored);
  while (!fs::exists(path, ignored) && path.has_relative_path()) path = path.parent_path();
  return path;
}

bool is_remote(const struct statfs& system) {
  const auto type = static_cast<unsigned>(system.f_type);
  return type == NFS_SUPER_MAGIC || type == SMB_SUPER_MAGIC || type == SMB2_SUPER_MAGIC ||
         type == CIFS_SUPER_MAGIC || type == AFS_SUPER_MAGIC || type == CEPH_SUPER_MAGIC;
}

FolderFacts inspect(const fs::path& path) {
  FolderFacts facts;
  facts.path = path;
  struct stat found {};
  facts.is_there = ::stat(path.c_str(), &found) == 0;
  facts.owner = found.st_uid;
  facts.mode = found.st_mode;
  const auto there = nearest_folder(path);
  facts.may_write = ::access(there.c_str(), W_OK | X_OK) == 0;
  struct statfs system {};
  if (::statfs(there.c_str(), &system) != 0) return facts;
  facts.free_bytes = system.f_bavail * static_cast<uint64_t>(system.f_bsize);
  facts.remote = is_remote(system);
  facts.in_memory = system.f_type == TMPFS_MAGIC || system.f_type == RAMFS_MAGIC;
  return facts;
}

// The process that holds the folder's lock; 0 for none, nullopt when it cannot be determined.
std::optional<int> host_on(const fs::path& data) {
  if (data.empty()) return 0;
  const auto path = data / "lock";
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return errno == ENOENT ? std::optional(0) : std::nullopt;
  if (::flock(file.get(), LOCK_SH | LOCK_NB) == 0) return 0;
  int pid = 0;
  std::ifstream(path) >> pid;
  return pid;
}

Finding find_host(std::optional<int> pid) {
  if (!pid)
    return {Weight::advice, "host", "whether one is running is not for this user to see",
            "run this as root, or as the user whose host it is"};
  return {Weight::ok, "host",
          *pid ? fmt::format("process {} is running with this data", *pid)
               : "none is running with this data",
          ""};
}

// With a running host, the port should be its own.
Finding find_port(const wire::Endpoint& listen, bool host_runs) {
  const auto place = to_string(listen);
  auto socket = net::UdpSocket::bind(listen);
  if (host_runs)
    return socket ? Finding{Weight::advice, "port",
                            place + " is free: the host that is running listens elsewhere",
                            "give this the options that the host has, as --config FILE"}
                  : Finding{Weight::ok, "port", place + " is taken, by that host", ""};
  if (socket) return {Weight::ok, "port", place + " is free", ""};
  return {Weight::error, "port", socket.error().what,
          fmt::format("ss -lunp 'sport = :{}' tells who has it", listen.port)};
}

Finding find_metrics(const wire::Endpoint& where, bool host_runs) {
  const auto place = to_string(where);
  const auto door = metrics::MetricsEndpoint::open(where, [] { return std::string(); });
  if (door) return {Weight::ok, "metrics", place + " is free", ""};
  if (host_runs) return {Weight::ok, "metrics", place + " is taken, by that host", ""};
  return {Weight::error, "metrics", door.error().what,
          fmt::format("ss -ltnp 'sport = :{}' tells who has it", where.port)};
}

Finding find_scripts(const config::Options& options) {
  const auto files = config::LuaSources(options).read();
  if (files) return {Weight::ok, "scripts", options.scripts.string(), ""};
  return {Weight::error, "scripts", files.error().what, "name their folder with --scripts"};
}

uint64_t sysctl(std::string_view name) {
  uint64_t value = 0;
  std::ifstream(fmt::format("/proc/sys/net/core/{}", name)) >> value;
  return value;
}

rlim_t open_files() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

bool clock_is_kept() {
  timex state{};
  return ::adjtimex(&state) != TIME_ERROR && !(state.status & STA_UNSYNC);
}

// Zero when no host has stored anything.
TrustedClock::Span clock_doubt(const std::filesystem::path& data) {
  auto reader = store::Reader::open(data);
  const auto kept = reader ? reader->clock().value_or(std::nullopt) : std::nullopt;
  const auto up = process::uptime();
  if (!kept || !up) return {};
  return TrustedClock(kept, {}, {process::wall_time(), *up, process::boot_id()}).doubt();
}

bool seccomp_works() {
  const uint32_t action = SECCOMP_RET_KILL_PROCESS;
  return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

std::string_view word(Weight weight) {
  return tr(weight == Weight::ok ? "ok" : weight == Weight::advice ? "advice" : "CHANGE");
}

std::string filled(std::string_view text, size_t columns) {
  return std::string(text) +
         std::string(columns - std::min(columns, text::columns_of_text(text)), ' ');
}

auto count(const std::vector<Finding>& findings, Weight weight) {
  return std::count_if(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.severity == weight; });
}

}  // namespace

std::vector<Finding> examine(const config::Options& options) {
  const auto host = host_on(options.data);
  const bool runs = host.value_or(0) != 0;
  std::vector<Finding> findings = {find_host(host), find_port(options.listen, runs)};
  if (options.metrics) findings.push_back(find_metrics(*options.metrics, runs));
  for (const auto* name : {"rmem_max", "wmem_max"})
    findings.push_back(check_buffer(name, sysctl(name)));
  findings.push_back(check_open_files(open_files()));
  if (!options.data.empty()) {
    const auto data = inspect(options.data);
    findings.push_back(check_data(data, ::geteuid()));
    findings.push_back(check_space(data));
  }
  findings.push_back(find_scripts(options));
  findings.push_back(
      check_plugins(inspect(options.plugins), config::lua_files(options.plugins).size()));
  findings.push_back(check_clock(process::wall_time(), clock_is_kept(), clock_doubt(options.data)));
  findings.push_back(check_seccomp(seccomp_works()));
  return findings;
}

std::string to_report(const std::vector<Finding>& findings) {
  std::string report;
  for (const auto& finding : findings) {
    report += fmt::format("{}{}{}\n", filled(word(finding.severity), 8),
                          filled(tr(finding.subject), 19), said_anew(finding.state));
    if (!finding.remedy.empty())
      report += fmt::format("{:27}→ {}\n", "", said_anew(finding.remedy));
  }
  const auto wrong = count(findings, Weight::error);
  const auto advice = count(findings, Weight::advice);
  if (wrong + advice == 0) return report.append(tr("all is well\n"));
  return report + tr_format("{} to change, {} to think about\n", wrong, advice);
}

int run_doctor(const config::Options& options, const config::ToolCall&) {
  const auto findings = examine(options);
  fmt::print("{}", to_report(findings));
  return count(findings, Weight::error) == 0 ? 0 : 1;
}

}  // namespace moonroom::tools

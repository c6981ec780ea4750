#include "tools/doctor_checks.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>

#include "net/udp_socket.h"

namespace moonroom::tools {
namespace {

using Weight = Finding::Severity;

// The host's own, 16 consoles and 16 monitors, and three for each of 64 jobs.
constexpr rlim_t kOpenFiles = 256;

// Less would fill up in a busy room before anybody reads a warning.
constexpr uint64_t kLittleSpace = 256u << 20;
constexpr uint64_t kNoSpace = 16u << 20;

// The kernel's cost of a short datagram in a buffer (measured); it allocates twice the requested
// size (socket(7)).
constexpr uint64_t kShortDatagram = 832;

// Midnight, 1 January 2024, UTC, which every correct clock has passed.
constexpr auto kBeforeThisProgram = std::chrono::seconds(1704067200);

std::string mebibytes(uint64_t bytes) {
  const double value = static_cast<double>(bytes) / (1 << 20);
  return value < 10 ? fmt::format("{:.1f} MiB", value) : fmt::format("{:.0f} MiB", value);
}

std::string permissions(mode_t mode) {
  return fmt::format("{:03o}", mode & 0777u);
}

}  // namespace

Finding check_buffer(std::string_view name, uint64_t limit) {
  const auto wanted = uint64_t{net::kBufferBytes};
  const auto subject = fmt::format("net.core.{}", name);
  if (limit >= wanted) return {Weight::ok, subject, mebibytes(limit), ""};
  return {Weight::advice, subject,
          fmt::format("{} hold some {} short datagrams; in a larger burst some are lost",
                      mebibytes(limit), 2 * limit / kShortDatagram),
          fmt::format("sysctl -w {}={}, and the same line in /etc/sysctl.d/moonroom.conf", subject,
                      wanted)};
}

Finding check_open_files(rlim_t limit) {
  if (limit == RLIM_INFINITY) return {Weight::ok, "open files", "no limit", ""};
  if (limit >= kOpenFiles) return {Weight::ok, "open files", std::to_string(limit), ""};
  return {Weight::error, "open files", fmt::format("{} are too few", limit),
          fmt::format("ulimit -n {}, or LimitNOFILE={} in the unit", kOpenFiles, kOpenFiles)};
}

Finding check_data(const FolderFacts& folder, uid_t who) {
  const auto path = folder.path.string();
  const auto wrong = [&](const std::string& state, const std::string& remedy) {
    return Finding{Weight::error, "data", path + " " + state, remedy};
  };
  if (!folder.is_there) {
    if (folder.may_write) return {Weight::ok, "data", path + " will be made", ""};
    return wrong("is not there and cannot be made", "name another folder with --data");
  }
  if (who != 0 && folder.owner != who)
    return wrong(fmt::format("belongs to user {}", folder.owner),
                 "run this as that user or root, or name a folder of your own with --data");
  if (!folder.may_write) return wrong("cannot be written", "chmod u+rwx " + path);
  if (folder.remote)
    return wrong("is on a network's file system, where SQLite cannot lock",
                 "name a folder on a disk of this machine with --data");
  if (folder.mode & 077)
    return wrong(fmt::format("may be entered by others (mode {})", permissions(folder.mode)),
                 "chmod 700 " + path);
  if (folder.in_memory)
    return {Weight::advice, "data", path + " is in memory and gone when the machine starts again",
            "name a folder on a disk with --data"};
  return {Weight::ok, "data", path, ""};
}

Finding check_space(const FolderFacts& folder) {
  const auto state = mebibytes(folder.free_bytes) + " are free";
  if (folder.free_bytes >= kLittleSpace) return {Weight::ok, "disk", state, ""};
  return {folder.free_bytes < kNoSpace ? Weight::error : Weight::advice, "disk", state,
          "make room, or keep less with --keep and --keep-days"};
}

Finding check_plugins(const FolderFacts& folder, size_t count) {
  const auto path = folder.path.string();
  if (!folder.is_there)
    return {Weight::advice, "plugins", path + " is not there: what is put in later is not noticed",
            "mkdir -p " + path};
  if (folder.mode & S_IWOTH)
    return {Weight::error, "plugins",
            fmt::format("everybody may write in {} (mode {})", path, permissions(folder.mode)),
            "chmod o-w " + path};
  return {Weight::ok, "plugins",
          fmt::format("{} in {}; moonroomd check looks into them", count, path), ""};
}

Finding check_clock(WallTime now, bool synchronised, WallTime::duration doubt) {
  if (now.time_since_epoch() < kBeforeThisProgram)
    return {Weight::error, "clock", "it is years behind: lines show a wrong time",
            "timedatectl set-ntp true, or set it with date(1)"};
  const auto days = std::chrono::duration_cast<std::chrono::days>(doubt).count();
  if (days != 0)
    return {Weight::advice, "clock",
            fmt::format("{} days {} what the host expects; bans and what is kept go by the time "
                        "that has passed, until a day of running has confirmed it",
                        std::abs(days), days > 0 ? "ahead of" : "behind"),
            "nothing, if the machine was off so long; else set it: timedatectl set-ntp true"};
  if (!synchronised)
    return {Weight::advice, "clock", "nothing keeps it right",
            "timedatectl set-ntp true (package systemd-timesyncd)"};
  return {Weight::ok, "clock", "kept right by the network", ""};
}

Finding check_seccomp(bool available) {
  if (available) return {Weight::ok, "seccomp", "plugins can be locked in", ""};
  return {Weight::error, "seccomp", "system calls cannot be filtered, so no plugin will run",
          "a kernel with CONFIG_SECCOMP_FILTER, or a container that allows seccomp(2)"};
}

}  // namespace moonroom::tools

#include "server/preflight.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <link.h>
#include <poll.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <span>
#include <system_error>

#include "base/cli_error.h"
#include "base/unique_fd.h"
#include "base/version.h"
#include "config/lua_sources.h"
#include "net/tcp_listener.h"
#include "process/clocks.h"
#include "process/packets.h"
#include "ring/worker_judge.h"
#include "secure/identity.h"
#include "store/reader.h"

namespace moonroom::server {
namespace {

// From the start of the worker until it has loaded all files. The old host waits longer than this
// for the whole check.
constexpr auto kLoadPatience = std::chrono::seconds(7);

constexpr const char* kNeedsRestart =
    "takes a restart: undo the change, or restart the host (systemctl restart moonroom)";

Result<PreflightRequest> receive_request(const UniqueFd& channel) {
  // The host sent it before it started this program.
  const auto packet = process::receive_packet(channel.get(), kMaxPreflightPacket);
  if (!packet) return problem("--preflight is for a running host that upgrades, not for people");
  auto request = decode_preflight_request(*packet);
  if (!request) return problem("the running host asks for a check that is not known here");
  return *std::move(request);
}

// ── The program ─────────────────────────────────────────────────────────────────────────────────

// The kernel would only miss the end of a truncated file when its code runs, in the middle of the
// room.
Result<void> check_program() {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel's way to tell a pointer (getauxval(3)).
  const auto* head = reinterpret_cast<const ElfW(Phdr)*>(::getauxval(AT_PHDR));
  const auto heads = std::span(head, ::getauxval(AT_PHNUM));
  uint64_t needed = 0;
  for (const auto& each : heads)
    if (each.p_type == PT_LOAD) needed = std::max<uint64_t>(needed, each.p_offset + each.p_filesz);
  std::error_code error;
  const auto size = std::filesystem::file_size("/proc/self/exe", error);
  if (error || size >= needed) return {};
  return problem(fmt::format("its file is cut: {} bytes of at least {}", size, needed));
}

// ── Where the room is ───────────────────────────────────────────────────────────────────────────

Result<void> check_data(const config::Options& options, const PreflightRequest& request) {
  if (options.data.empty()) return problem(fmt::format("another --data {}", kNeedsRestart));
  const UniqueFd lock(::open((options.data / "lock").c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (identity_of_file(lock.get()) == request.lock && lock) return {};
  return problem(fmt::format("--data {} is not the folder of the running room; another --data {}",
                             options.data.string(), kNeedsRestart));
}

// A host that listens on "any" address can have got IPv4 alone.
bool serves(const wire::Endpoint& socket, const wire::Endpoint& wanted) {
  if (wanted.port != 0 && wanted.port != socket.port) return false;
  const bool any = wanted.address.is_any() && !wanted.address.is_v4();
  return socket.address == wanted.address || (any && socket.address.is_any());
}

Result<void> check_listen(const config::Options& options, const PreflightRequest& request) {
  const auto& sockets = request.sockets;
  const bool same =
      request.activated || std::any_of(sockets.begin(), sockets.end(),
                                       [&](auto& each) { return serves(each, options.listen); });
  if (same) return {};
  return problem(fmt::format(
      "--listen {} is not where the running room listens{}; another --listen {}",
      to_string(options.listen),
      sockets.empty() ? "" : fmt::format(" ({})", to_string(sockets.front())), kNeedsRestart));
}

Result<void> check_metrics(const config::Options& options, const PreflightRequest& request) {
  if (!options.metrics || (request.metrics && *request.metrics == *options.metrics)) return {};
  const auto listener = net::listen_for_connections(*options.metrics, 1);
  if (!listener) return problem("--metrics: " + listener.error().what);
  return {};
}

// ── What the room is made of ────────────────────────────────────────────────────────────────────

Result<void> check_identity(const config::Options& options) {
  const auto file = options.data / "identity.pem";
  std::error_code error;
  // A missing key would be created anew, and would alarm every client.
  if (!std::filesystem::exists(file, error))
    return problem(
        fmt::format("the host's key {} is missing: put it back from your backup", file.string()));
  return secure::Identity::open(file).map([](const auto&) {});
}

Result<std::vector<ring::PluginSource>> read_files(const config::Options& options) {
  config::LuaSources library(options);
  auto files = library.read();
  // A fresh start works without its plugins, but an upgrade must not lose those that run.
  if (files && !library.unseen().empty())
    return problem(fmt::format("cannot read {}", library.unseen().front()));
  return files;
}

std::string last_of(const std::vector<ring::Note>& notes) {
  return notes.empty() ? "it makes no progress" : notes.back().text;
}

// Owns the judge while files are loaded.
Result<std::vector<PreflightReport::Failed>> load_files(const config::Options& options,
                                                        std::vector<ring::PluginSource> files) {
  room::RoomState state;
  ring::WorkerJudge judge(options.worker, state);
  const auto until = std::chrono::steady_clock::now() + kLoadPatience;
  std::vector<ring::Note> notes;
  for (judge.start(std::move(files), process::moment()); judge.waiting();) {
    judge.flush();
    while (judge.next()) {
    }
    const auto now = process::moment();
    judge.check_worker(now);
    std::ranges::move(judge.drain_notes(), std::back_inserter(notes));
    if (now.steady > until)
      return problem("the plugin worker does not load the files: " + last_of(notes));
    pollfd wake{judge.wake_descriptor(), POLLIN, 0};
    if (judge.arm_wakeup())
      ::poll(&wake, 1, static_cast<int>(ring::kWatchInterval / std::chrono::milliseconds(1)));
    judge.clear_wake();
    judge.disarm_wakeup();
  }
  std::vector<PreflightReport::Failed> failed;
  for (const auto& plugin : judge.plugins().all())
    if (plugin.state != ring::State::on) failed.push_back({plugin.file.path, plugin.reason});
  return failed;
}

Result<PreflightReport> examine(const config::Options& options, const PreflightRequest& request) {
  for (const auto& checked :
       {check_program(), check_data(options, request), check_listen(options, request),
        check_metrics(options, request), check_identity(options), store::check_file(options.data)})
    if (!checked) return tl::unexpected(checked.error());
  auto files = read_files(options);
  if (!files) return tl::unexpected(files.error());
  auto failed = load_files(options, *std::move(files));
  if (!failed) return tl::unexpected(failed.error());
  return PreflightReport{request.nonce, version(), *std::move(failed)};
}

}  // namespace

int run_preflight(const config::Options& options) {
  const UniqueFd channel(kPreflightDescriptor);
  ::fcntl(channel.get(), F_SETFD, FD_CLOEXEC);
  const auto request = receive_request(channel);
  if (!request) return fail(request.error().what);
  const auto report = examine(options, *request);
  if (!report) return fail(report.error().what);
  return process::send_packet(channel.get(), encode(*report)) ? 0 : 1;
}

}  // namespace moonroom::server

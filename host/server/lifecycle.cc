// How a host reacts to signals, the console, and changed files.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <utility>

#include "admin/process_table.h"
#include "metrics/exposition.h"
#include "server/server.h"
#include "terminal/tty.h"

namespace moonroom::server {
namespace {

// How long plugins may run `on_unload` when the room ends.
constexpr auto kShutdownTimeout = std::chrono::milliseconds(500);

// Lines that have been read are judged before another host takes over, even if the worker must be
// replaced first.
constexpr auto kSuspendTimeout = std::chrono::seconds(5);

std::string own_host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : std::string();
}

}  // namespace

// ── Ending ──────────────────────────────────────────────────────────────────────────────────────

void Server::end_room() {
  upgrade_.give_up();
  // Cancels a handover that was about to happen.
  if (ending_ == Ending::handed_over) ending_ = Ending::suspended;
  if (end_by_) return;
  relay_.close(this_turn());
  judge_.shutdown(now_);
  end_by_ = now_.steady + kShutdownTimeout;
}

// Without a store there is nothing to continue from: the room ends for all members.
void Server::end_as(Ending ending) {
  upgrade_.give_up();
  const bool lasts = store_.health().on_disk;
  if (ending == Ending::suspended && (!lasts || end_by_)) end_room();
  if (lasts && !end_by_) {
    relay_.release_presence(now_);
    judge_.shutdown(now_, ending == Ending::handed_over ? ring::LoadReason::upgrade
                                                        : ring::LoadReason::restart);
    end_by_ = now_.steady + kSuspendTimeout;
    ending_ = ending;
  }
}

bool Server::ended() const {
  const bool all_said = !judge_.waiting() && judge_.is_drained() && !sessions_.table().is_closing();
  return end_by_ && (all_said || now_.steady >= *end_by_);
}

void Server::close() {
  clock_.keep();
  effect_runner_.collect(relay_, now_);
  if (ending_ != Ending::handed_over) sockets_.forget_errors();
  if (ending_ != Ending::handed_over) systemd_.stopping();
  if (ending_ == Ending::closed) consoles_.close("the room is closed");
}

// ── Upgrading ───────────────────────────────────────────────────────────────────────────────────

void Server::upgrade() {
  if (end_by_) return;
  if (const auto problem = upgrade_problem(); problem.empty())
    upgrade_.request(preflight_request(), now_.steady);
  else
    upgrade_.refuse(problem);
}

// A host at a terminal ends with it, like any program. Elsewhere, SIGHUP comes from tools that have
// rotated a log or changed the options.
void Server::hang_up() {
  if (admin_.interactive() && terminal::has_gone(STDIN_FILENO)) return end_room();
  log_.reopen();
  upgrade();
}

std::string Server::upgrade_problem() const {
  const auto health = store_.health();
  if (!health.on_disk)
    return "nothing is kept on disk, so no other program could go on; name a folder with --data";
  if (!health.problem.empty())
    return fmt::format(
        "the disk does not take what is to be kept, and what is in memory alone "
        "would be lost: {}",
        health.problem);
  return {};
}

PreflightRequest Server::preflight_request() const {
  return {{},
          identity_of_file(store_.lock_descriptor()),
          sockets_.locals(),
          activated_,
          metrics_place_};
}

void Server::poll_upgrade() {
  if (upgrade_.poll(judge_.plugins(), now_.steady)) {
    // The disk can have failed while the program was checked.
    if (const auto problem = upgrade_problem(); !problem.empty())
      upgrade_.refuse(problem);
    else
      end_as(Ending::handed_over);
  }
  if (const auto news = upgrade_.drain_news()) log_.error(*news);
}

// ── Metrics ─────────────────────────────────────────────────────────────────────────────────────

// A failure here must not end the room: it runs without metrics.
void Server::open_metrics(const wire::Endpoint& where, std::vector<std::string> names) {
  names.push_back(own_host_name());
  auto endpoint = metrics::MetricsEndpoint::open(
      where, [this] { return metrics::to_metrics(metrics::collect(metrics_sources_)); },
      std::move(names));
  if (!endpoint) return log_.warning(endpoint.error().what);
  metrics_ = std::move(*endpoint);
}

std::vector<admin::Row> Server::processes() const {
  std::vector<admin::Row> rows = {
      admin::process_heading(), admin::process_row("relay", ::getpid(), 0),
      admin::process_row("admin", admin_.pid(), 0),
      admin::process_row("plugins", judge_.worker().pid(), judge_.restarts())};
  for (const auto& job : job_dispatcher_.pool().running_jobs())
    rows.push_back(admin::process_row(job_dispatcher_.title(job.id()), job.child().pid(), 0));
  for (const int pid : consoles_.attached()) rows.push_back(admin::process_row("console", pid, 0));
  return rows;
}

// ── Lua files ───────────────────────────────────────────────────────────────────────────────────

void Server::on_files_changed() {
  auto changes = lua_sources_.drain_changes();
  for (const auto& wrong : changes.wrong) log_.error(wrong);
  for (const auto& notice : changes.notices) log_.warning(notice);
  for (const auto& path : changes.gone) judge_.unload(path, now_);
  for (auto& file : changes.changed) load(std::move(file));
}

void Server::load(ring::PluginSource file) {
  file.stored = effect_runner_.stored_data_of(file);
  judge_.load(std::move(file), now_);
}

std::string Server::reload(std::string_view name) {
  const auto* plugin = judge_.find_by_name(name);
  if (!plugin) return fmt::format("there is no plugin {}; /plugin list lists them", name);
  auto file = lua_sources_.read_again(plugin->file);
  if (!file) return file.error().what;
  load(std::move(*file));
  return {};
}

}  // namespace moonroom::server

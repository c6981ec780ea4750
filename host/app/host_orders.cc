// What a host does because somebody wants it: a signal, the console, a file that has changed.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <utility>

#include "app/host.h"
#include "app/metrics.h"
#include "app/process_table.h"
#include "terminal/tty.h"

namespace moonroom::app {
namespace {

// How long plugins may take to say goodbye when the room ends.
constexpr auto kFarewellPatience = std::chrono::milliseconds(500);

// Lines that have been read are judged before another host goes on, also when the worker has to be
// replaced first.
constexpr auto kParkPatience = std::chrono::seconds(5);

std::string own_host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : std::string();
}

}  // namespace

// ── The end ─────────────────────────────────────────────────────────────────────────────────────

void Host::end_room() {
  upgrade_.give_up();
  // Who was about to be another host is to be none.
  if (ending_ == Ending::handed_on) ending_ = Ending::parked;
  if (end_by_) return;
  relay_.close(this_turn());
  judge_.farewell(now_);
  end_by_ = now_.steady + kFarewellPatience;
}

// Without a disk there is nothing to go on from: the room ends for everybody.
void Host::end_as(Ending ending) {
  upgrade_.give_up();
  const bool lasts = store_.health().on_disk;
  if (ending == Ending::parked && (!lasts || end_by_)) end_room();
  if (lasts && !end_by_) {
    relay_.release_presence(now_);
    judge_.farewell(
        now_, ending == Ending::handed_on ? ring::LoadReason::upgrade : ring::LoadReason::restart);
    end_by_ = now_.steady + kParkPatience;
    ending_ = ending;
  }
}

bool Host::ended() const {
  const bool all_said = !judge_.waiting() && judge_.drained() && !sessions_.parting();
  return end_by_ && (all_said || now_.steady >= *end_by_);
}

void Host::close() {
  clock_.keep();
  errands_.take(relay_, now_);
  if (ending_ != Ending::handed_on) sockets_.forget_errors();
  if (ending_ != Ending::handed_on) service_.stopping();
  if (ending_ == Ending::closed) consoles_.close("the room is closed");
}

// ── The next host ───────────────────────────────────────────────────────────────────────────────

void Host::upgrade() {
  if (end_by_) return;
  if (const auto problem = upgrade_problem(); problem.empty())
    upgrade_.request(preflight_request(), now_.steady);
  else
    upgrade_.refuse(problem);
}

// A host at a terminal ends with it, as every program does. Where there is none, SIGHUP is what
// tools send that have moved a log or changed the options.
void Host::hang_up() {
  if (admin_.interactive() && terminal::has_gone(STDIN_FILENO)) return end_room();
  log_.reopen();
  upgrade();
}

std::string Host::upgrade_problem() const {
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

PreflightRequest Host::preflight_request() const {
  return {{},
          identity_of_file(store_.lock_descriptor()),
          sockets_.locals(),
          activated_,
          metrics_place_};
}

void Host::poll_upgrade() {
  if (upgrade_.poll(judge_.plugins(), now_.steady)) {
    // The disk may have failed while the program was checked.
    if (const auto problem = upgrade_problem(); !problem.empty())
      upgrade_.refuse(problem);
    else
      end_as(Ending::handed_on);
  }
  if (const auto news = upgrade_.take_news()) log_.error(*news);
}

// ── What is asked about it ──────────────────────────────────────────────────────────────────────

// The room is worth more than its metrics: it goes on without them.
void Host::open_metrics(const wire::Endpoint& where, std::vector<std::string> names) {
  names.push_back(own_host_name());
  auto door = MetricsDoor::open(
      where, [this] { return to_metrics(gather(figures_)); }, std::move(names));
  if (!door) return log_.warning(door.error().what);
  metrics_ = std::move(*door);
}

std::vector<Row> Host::processes() const {
  std::vector<Row> rows = {process_heading(), process_row("relay", ::getpid(), 0),
                           process_row("admin", admin_.pid(), 0),
                           process_row("plugins", judge_.worker().pid(), judge_.restarts())};
  for (const auto& job : desk_.pool().running_jobs())
    rows.push_back(process_row(desk_.title(job.id()), job.child().pid(), 0));
  for (const int pid : consoles_.attached()) rows.push_back(process_row("console", pid, 0));
  return rows;
}

// ── Files of Lua ────────────────────────────────────────────────────────────────────────────────

void Host::hear_of_files() {
  auto changes = library_.take_changes();
  for (const auto& wrong : changes.wrong) log_.error(wrong);
  for (const auto& notice : changes.notices) log_.warning(notice);
  for (const auto& path : changes.gone) judge_.unload(path, now_);
  for (auto& file : changes.changed) load(std::move(file));
}

void Host::load(ring::Load file) {
  file.kept = errands_.kept_by(file);
  judge_.load(std::move(file), now_);
}

std::string Host::reload(std::string_view name) {
  const auto* plugin = judge_.named(name);
  if (!plugin) return fmt::format("there is no plugin {}; /plugin list lists them", name);
  auto file = library_.read_again(plugin->file);
  if (!file) return file.error().what;
  load(std::move(*file));
  return {};
}

}  // namespace moonroom::app

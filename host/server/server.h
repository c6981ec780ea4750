// The host of a room: everything that a turn needs, and what a turn does. A turn takes what has
// come, hands it to the judge, applies what has been judged and sends all of it. Passive: the event
// loop says what has happened, and comes again when `patience` is over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/admin_process.h"
#include "admin/console_commands.h"
#include "admin/consoles.h"
#include "config/lua_sources.h"
#include "config/options.h"
#include "logging/clock_watch.h"
#include "logging/log.h"
#include "metrics/http_endpoint.h"
#include "metrics/snapshot.h"
#include "net/udp_sockets.h"
#include "relay/relay.h"
#include "ring/worker_judge.h"
#include "server/effect_runner.h"
#include "server/job_dispatcher.h"
#include "server/systemd_notify.h"
#include "server/upgrade.h"
#include "session/session_server.h"

namespace moonroom::server {

/// What a host is made of before it has a room.
struct Dependencies {
  const config::Options& options;
  secure::Identity& identity;
  config::LuaSources& library;
  store::Store& store;
  net::UdpSockets& sockets;
  admin::AdminProcess& admin;
  admin::Consoles& consoles;
  logging::HostLog& log;
  /// The program and its words, as it is installed now.
  process::Program self;
  /// The upgrade that this host came from.
  admin::UpgradeStatus upgraded;
  /// systemd has opened the sockets.
  bool activated = false;
};

class Server {
 public:
  /// How it came to its end.
  enum class Ending {
    /// Everybody has been told.
    closed,
    /// Nobody has been told: another host is to go on from the store.
    suspended,
    /// The same, and this process is to become that host.
    handed_over,
  };

  /// All of it must outlive the host.
  explicit Server(const Dependencies& dependencies);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Goes on from where the store's room stood, with these files.
  void open(std::vector<ring::PluginSource> files, room::Snapshot snapshot);

  using Wakeup = void (Server::*)();
  /// A turn: this part of it, and what belongs to each.
  void turn(Wakeup part);

  // The parts.

  void receive_datagrams();
  /// What the network reports about earlier datagrams, and new ones.
  void on_socket_ready();
  void on_console_input();
  void on_verdicts_ready();
  /// Each turn looks after the jobs.
  void on_jobs_ready() {}
  void on_metrics_request();
  void on_child_exit();
  void on_files_changed();
  /// The room ends, and everybody is told.
  void end_room();
  /// Another host goes on. Datagrams that come from now on are left in the socket, for whoever gets
  /// it.
  void suspend() { end_as(Ending::suspended); }
  /// The installed program is to become the host. It is checked first; when anything is wrong with
  /// it, this host goes on and says why.
  void upgrade();
  /// The terminal has gone, or somebody wants the options, files and logs taken anew.
  void hang_up();

  /// How long after a turn the next is due that nothing asks for; zero when not all has been said.
  Duration time_to_deadline() const;
  /// It is time to let go: all has been said, or nobody waits for it any longer.
  bool ended() const;
  Ending ending() const { return ending_; }
  /// After `handed_over`: the program to execute.
  UniqueFd successor() { return upgrade_.program(); }
  const admin::UpgradeStatus& upgraded() const { return upgrade_.status(); }
  /// The last that it does.
  void close();

  const ring::WorkerJudge& judge() const { return judge_; }
  const JobDispatcher& job_dispatcher() const { return job_dispatcher_; }
  /// Nothing where nobody asked for metrics, or where they could not be had.
  const metrics::MetricsEndpoint* metrics() const { return metrics_ ? &*metrics_ : nullptr; }

 private:
  relay::Turn this_turn() { return {now_, out_}; }
  void begin_turn();
  void end_turn();
  void dispatch(const wire::Datagram& datagram);
  void drain_session_events();
  void apply_and_send();
  void report();
  void collect_jobs();
  void show_new_entries();
  void push_completions();
  void trim_memory();
  void keep_identity();

  void end_as(Ending ending);
  void poll_upgrade();
  std::string upgrade_problem() const;
  PreflightRequest preflight_request() const;
  void await_wording();
  void open_metrics(const wire::Endpoint& where, std::vector<std::string> names);
  std::vector<admin::Row> processes() const;
  void load(ring::PluginSource file);
  std::string reload(std::string_view name);

  config::LuaSources& lua_sources_;
  secure::Identity& identity_;
  store::Store& store_;
  net::UdpSockets& sockets_;
  admin::AdminProcess& admin_;
  admin::Consoles& consoles_;
  logging::HostLog& log_;
  logging::ClockWatch clock_;
  room::RoomState state_;
  ring::WorkerJudge judge_;
  relay::Relay relay_;
  session::SessionServer sessions_;
  JobDispatcher job_dispatcher_;
  EffectRunner effect_runner_;
  metrics::MetricsSources metrics_sources_;
  admin::CommandTable commands_;
  SystemdNotifier systemd_;
  std::optional<metrics::MetricsEndpoint> metrics_;
  std::optional<wire::Endpoint> metrics_place_;
  Upgrade upgrade_;
  bool activated_;

  net::Batch batch_;
  wire::Outbox out_;
  Moment now_{};
  SteadyTime next_watch_{};
  SteadyTime next_saving_{};
  // The turn has ended before everything was said.
  bool unfinished_ = false;
  uint64_t shown_ = 0;
  // Something may have changed since consoles were told what they can complete.
  bool completions_are_stale_ = false;
  SteadyTime next_completions_{};
  // Set when memory is in use that a quiet room has no use for.
  std::optional<SteadyTime> trim_at_;
  // Set when the room is to end: by then it has, whatever plugins still do.
  std::optional<SteadyTime> end_by_;
  Ending ending_ = Ending::closed;
};

}  // namespace moonroom::server

// The host of a room: owns the parts of a turn and runs it. A turn receives datagrams, submits them
// to the judge, applies verdicts and sends the results. Passive: the event loop calls `turn` for
// each event, and at the latest after `time_to_deadline`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/admin_process.h"
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
#include "server/console_hub.h"
#include "server/effect_runner.h"
#include "server/job_dispatcher.h"
#include "server/systemd_notify.h"
#include "server/upgrade.h"
#include "session/session_server.h"

namespace moonroom::server {

/// What a host consists of before it has a room.
struct Dependencies {
  const config::Options& options;
  secure::Identity& identity;
  config::LuaSources& library;
  store::Store& store;
  net::UdpSockets& sockets;
  admin::AdminProcess& admin;
  admin::Consoles& consoles;
  logging::HostLog& log;
  /// The installed program and its arguments.
  process::Program self;
  /// The upgrade that started this host.
  admin::UpgradeStatus upgraded;
  /// systemd has opened the sockets.
  bool activated = false;
};

class Server {
 public:
  /// How the host ended.
  enum class Ending {
    /// All members have been told.
    closed,
    /// Without a word to the members: another host will continue from the store.
    suspended,
    /// The same, and this process executes that host.
    handed_over,
  };

  /// All of it must outlive the host.
  explicit Server(const Dependencies& dependencies);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Restores the room from the store, and loads these files.
  void open(std::vector<ring::PluginSource> files, room::Snapshot snapshot);

  using Wakeup = void (Server::*)();
  /// Runs a turn: `part`, and what belongs to every turn.
  void turn(Wakeup part);

  // The parts.

  void receive_datagrams();
  /// The network's reports about earlier datagrams, and new datagrams.
  void on_socket_ready();
  void on_console_input();
  void on_verdicts_ready();
  /// Nothing of its own: each turn collects jobs.
  void on_jobs_ready() {}
  void on_metrics_request();
  void on_child_exit();
  void on_files_changed();
  /// Ends the room, and tells all members.
  void end_room();
  /// Lets another host continue. Datagrams that arrive from now on stay in the socket for it.
  void suspend() { end_as(Ending::suspended); }
  /// Checks the installed program, then hands over to it. If anything is wrong with it, this host
  /// keeps running and says why.
  void upgrade();
  /// The terminal has hung up, or SIGHUP asks to read options, files and logs anew.
  void hang_up();

  /// The time until a turn is due without an event; zero when output is left.
  Duration time_to_deadline() const;
  /// The loop can stop: everything has been sent, or the deadline has passed.
  bool ended() const;
  Ending ending() const { return ending_; }
  /// After `handed_over`: the program to execute.
  UniqueFd successor() { return upgrade_.program(); }
  const admin::UpgradeStatus& upgraded() const { return upgrade_.status(); }
  /// Call it last.
  void close();

  const ring::WorkerJudge& judge() const { return judge_; }
  const JobDispatcher& job_dispatcher() const { return job_dispatcher_; }
  /// Null when metrics are off or could not be opened.
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
  logging::HostLog& log_;
  logging::ClockWatch clock_;
  room::RoomState state_;
  ring::WorkerJudge judge_;
  relay::Relay relay_;
  session::SessionServer sessions_;
  JobDispatcher job_dispatcher_;
  metrics::MetricsSources metrics_sources_;
  ConsoleHub consoles_;
  EffectRunner effect_runner_;
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
  // The turn ended with output left.
  bool unfinished_ = false;
  // Set when a quiet room holds memory that it does not need.
  std::optional<SteadyTime> trim_at_;
  // Set when the room is to end: the deadline, whatever plugins still do.
  std::optional<SteadyTime> end_by_;
  Ending ending_ = Ending::closed;
};

}  // namespace moonroom::server

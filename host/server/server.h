// The host of a room: owns the parts of a turn and runs it. A turn receives datagrams, submits them
// to the judge, applies verdicts and sends the results. Passive: the event loop calls `turn` with a
// part for each event, and at the latest after `time_to_deadline`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "admin/admin_process.h"
#include "admin/consoles.h"
#include "config/lua_sources.h"
#include "config/options.h"
#include "logging/clock_watch.h"
#include "logging/log.h"
#include "net/udp_sockets.h"
#include "relay/relay.h"
#include "ring/worker_judge.h"
#include "server/console_hub.h"
#include "server/deadlines.h"
#include "server/effect_runner.h"
#include "server/identity_saver.h"
#include "server/job_dispatcher.h"
#include "server/lifecycle.h"
#include "server/memory_trimmer.h"
#include "server/metrics_service.h"
#include "server/source_loader.h"
#include "server/systemd_notify.h"
#include "server/transport.h"
#include "server/upgrade.h"
#include "server/watched_descriptor.h"
#include "server/worker_timer.h"

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
  /// All of it must outlive the host.
  explicit Server(const Dependencies& dependencies);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Restores the room from the store, and loads these files.
  void open(std::vector<ring::PluginSource> files, room::Snapshot snapshot);

  /// Runs a turn: `part`, and what belongs to every turn.
  void turn(const TurnPart& part);
  /// What to wait for; each with its part of a turn.
  std::vector<WatchedDescriptor> watched();

  // The other parts.

  /// The network's reports about earlier datagrams, and new datagrams.
  void on_socket_ready();
  void on_child_exit() { judge_.check_worker(now_); }
  void on_files_changed() { source_loader_.load_changes(now_); }
  /// Ends the room, and tells all members.
  void end_room() { end_as(Ending::closed); }
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
  Ending ending() const { return lifecycle_.ending(); }
  /// After `handed_over`: the program to execute.
  UniqueFd successor() { return upgrade_.program(); }
  const admin::UpgradeStatus& upgraded() const { return upgrade_.status(); }
  /// Call it last.
  void close();

 private:
  relay::Turn this_turn() { return {now_, transport_.out()}; }
  void begin_turn();
  void end_turn();
  std::vector<Deadlines::Task> tasks();
  void receive_datagrams();
  void apply_and_send();
  void collect_jobs();

  void end_as(Ending wanted);
  void unload_when_closed();
  PreflightRequest preflight_request() const;
  void await_wording();
  admin::CommandContext command_context();
  std::vector<admin::Row> processes() const;

  const Dependencies uses_;
  logging::ClockWatch clock_;
  room::RoomState state_;
  ring::WorkerJudge judge_;
  relay::Relay relay_;
  Transport transport_;
  JobDispatcher job_dispatcher_;
  MetricsService metrics_;
  ConsoleHub consoles_;
  EffectRunner effect_runner_;
  SourceLoader source_loader_;
  WorkerTimer worker_timer_;
  IdentitySaver identity_saver_;
  MemoryTrimmer memory_trimmer_;
  SystemdNotifier systemd_;
  Upgrade upgrade_;
  Lifecycle lifecycle_;
  const Deadlines deadlines_;

  Moment now_{};
  // The turn ended with output left.
  bool unfinished_ = false;
};

}  // namespace moonroom::server

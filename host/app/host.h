// The host of a room: everything that a turn needs, and what a turn does. A turn takes what has
// come, hands it to the judge, applies what has been judged and sends all of it. Passive: the event
// loop says what has happened, and comes again when `patience` is over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/clock_watch.h"
#include "app/consoles.h"
#include "app/errands.h"
#include "app/figures.h"
#include "app/job_desk.h"
#include "app/library.h"
#include "app/log.h"
#include "app/metrics_door.h"
#include "app/operator.h"
#include "app/options.h"
#include "app/service.h"
#include "app/upgrade.h"
#include "net/udp_sockets.h"
#include "process/admin_process.h"
#include "relay/relay.h"
#include "ring/worker_judge.h"
#include "session/sessions.h"

namespace moonroom::app {

/// What a host is made of before it has a room.
struct Premises {
  const Options& options;
  secure::Identity& identity;
  Library& library;
  store::Store& store;
  net::UdpSockets& sockets;
  process::AdminProcess& admin;
  Consoles& consoles;
  HostLog& log;
  /// The program and its words, as it is installed now.
  process::Program self;
  /// The upgrade that this host came from.
  UpgradeStatus upgraded;
  /// systemd has opened the sockets.
  bool activated = false;
};

class Host {
 public:
  /// How it came to its end.
  enum class Ending {
    /// Everybody has been told.
    closed,
    /// Nobody has been told: another host is to go on from the store.
    parked,
    /// The same, and this process is to become that host.
    handed_on,
  };

  /// All of it must outlive the host.
  explicit Host(const Premises& premises);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  /// Goes on from where the store's room stood, with these files.
  void open(std::vector<ring::Load> files, room::Snapshot snapshot);

  using Part = void (Host::*)();
  /// A turn: this part of it, and what belongs to each.
  void turn(Part part);

  // The parts.

  void hear_datagrams();
  /// What the network reports about earlier datagrams, and new ones.
  void hear_socket();
  void hear_consoles();
  void hear_judge();
  /// Each turn looks after the jobs.
  void hear_jobs() {}
  void hear_monitor();
  void hear_of_child();
  void hear_of_files();
  /// The room ends, and everybody is told.
  void end_room();
  /// Another host goes on. Datagrams that come from now on are left in the socket, for whoever gets
  /// it.
  void park() { end_as(Ending::parked); }
  /// The installed program is to become the host. It is checked first; when anything is wrong with
  /// it, this host goes on and says why.
  void upgrade();
  /// The terminal has gone, or somebody wants the options, files and logs taken anew.
  void hang_up();

  /// How long after a turn the next is due that nothing asks for; zero when not all has been said.
  Duration patience() const;
  /// It is time to let go: all has been said, or nobody waits for it any longer.
  bool ended() const;
  Ending ending() const { return ending_; }
  /// After `handed_on`: the program to execute.
  UniqueFd successor() { return upgrade_.program(); }
  const UpgradeStatus& upgraded() const { return upgrade_.status(); }
  /// The last that it does.
  void close();

  const ring::WorkerJudge& judge() const { return judge_; }
  const JobDesk& desk() const { return desk_; }
  /// Nothing where nobody asked for metrics, or where they could not be had.
  const MetricsDoor* metrics() const { return metrics_ ? &*metrics_ : nullptr; }

 private:
  relay::Turn this_turn() { return {now_, out_}; }
  void begin_turn();
  void end_turn();
  void take(const wire::Datagram& datagram);
  void take_news_of_sessions();
  void say_all();
  void report();
  void hand_back_jobs();
  void show_new_entries();
  void teach_consoles();
  void rest();
  void keep_identity();

  void end_as(Ending ending);
  void poll_upgrade();
  std::string upgrade_problem() const;
  PreflightRequest preflight_request() const;
  void wait_for_words();
  void open_metrics(const wire::Endpoint& where, std::vector<std::string> names);
  std::vector<Row> processes() const;
  void load(ring::Load file);
  std::string reload(std::string_view name);

  Library& library_;
  secure::Identity& identity_;
  store::Store& store_;
  net::UdpSockets& sockets_;
  process::AdminProcess& admin_;
  Consoles& consoles_;
  HostLog& log_;
  ClockWatch clock_;
  room::RoomState state_;
  ring::WorkerJudge judge_;
  relay::Relay relay_;
  session::Sessions sessions_;
  JobDesk desk_;
  Errands errands_;
  FigureSources figures_;
  Operator operator_;
  Service service_;
  std::optional<MetricsDoor> metrics_;
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
  bool untaught_ = false;
  SteadyTime next_teaching_{};
  // Set when memory is in use that a quiet room has no use for.
  std::optional<SteadyTime> rests_at_;
  // Set when the room is to end: by then it has, whatever plugins still do.
  std::optional<SteadyTime> end_by_;
  Ending ending_ = Ending::closed;
};

}  // namespace moonroom::app

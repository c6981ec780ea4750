// Waits on the socket, the judge, the consoles, signals and the clock, and lets the relay act.
// One thread, one turn after another: a turn takes what has come, hands it to the judge, applies
// what has been judged and sends all of it.
#pragma once

#include <uv.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/consoles.h"
#include "app/errands.h"
#include "app/figures.h"
#include "app/folder_watch.h"
#include "app/job_desk.h"
#include "app/library.h"
#include "app/log.h"
#include "app/metrics_door.h"
#include "app/operator.h"
#include "app/options.h"
#include "app/service.h"
#include "net/udp_socket.h"
#include "process/admin_process.h"
#include "relay/relay.h"
#include "ring/worker_judge.h"
#include "session/sessions.h"

namespace moonroom::app {

class EventLoop {
 public:
  /// All must outlive the loop.
  EventLoop(const Options& options, const secure::Identity& identity, Library& library,
            store::Store& store, net::UdpSocket& socket, process::AdminProcess& admin,
            Consoles& consoles, HostLog& log);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  /// How it came to its end.
  enum class Ending {
    /// Everybody has been told.
    closed,
    /// Nobody has been told: another host is to go on from the store.
    parked,
    /// The same, and this process is to become that host.
    handed_on,
  };
  /// Goes on from where the store's room stood, with these files, until it ends.
  Ending run(std::vector<ring::Load> files, room::Snapshot snapshot);

 private:
  void watch(uv_poll_t& handle, int descriptor, int events, uv_poll_cb callback);
  void listen_for(uv_signal_t& handle, int number, uv_signal_cb callback);

  void begin_turn();
  void end_turn();
  void receive(int events);
  void receive_all();
  void take(const wire::Datagram& datagram);
  void hear_of_sessions();
  void hear_consoles();
  void report();
  void hand_back_jobs();
  void open_metrics(const wire::Endpoint& where);
  void show_new_entries();
  void teach_consoles();
  void set_alarm();

  void end_room();
  void park(Ending ending);
  bool ended() const;
  std::vector<Row> processes() const;
  void load(ring::Load file);
  void look_for_changes();
  std::string reload(std::string_view name);

  Library& library_;
  store::Store& store_;
  net::UdpSocket& socket_;
  process::AdminProcess& admin_;
  Consoles& consoles_;
  HostLog& log_;
  ring::WorkerJudge judge_;
  relay::Relay relay_;
  session::Sessions sessions_;
  JobDesk desk_;
  Errands errands_;
  FigureSources figures_;
  Operator operator_;
  Service service_;
  std::optional<MetricsDoor> metrics_;

  net::Batch batch_;
  wire::Outbox out_;
  Moment now_{};
  SteadyTime next_watch_{};
  // The turn has ended before everything was said.
  bool unfinished_ = false;
  uint64_t shown_ = 0;
  // Something may have changed since consoles were told what they can complete.
  bool untaught_ = false;
  SteadyTime next_teaching_{};
  // Set when the room is to end: by then it has, whatever plugins still do.
  std::optional<SteadyTime> end_by_;
  Ending ending_ = Ending::closed;

  uv_loop_t loop_{};
  uv_poll_t socket_poll_{};
  uv_poll_t judge_poll_{};
  uv_poll_t admin_poll_{};
  uv_poll_t door_poll_{};
  uv_poll_t jobs_poll_{};
  uv_poll_t metrics_poll_{};
  uv_timer_t alarm_{};
  uv_signal_t interrupt_{};
  uv_signal_t terminate_{};
  uv_signal_t hang_up_{};
  uv_signal_t child_{};
  uv_signal_t upgrade_{};
  std::optional<FolderWatch> folder_watch_;
};

}  // namespace moonroom::app

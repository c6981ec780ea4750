// Serves the metrics to a monitor: HTTP at `/metrics`, GET and HEAD, answered between two
// turns of the host's loop, by libmicrohttpd without a thread of its own. It is meant for an
// address of this machine: there is no password, and no encryption. Requests under a foreign `Host`
// are refused.
//
// The endpoint accepts connections itself and closes each after its answer. libmicrohttpd knows
// only how long a connection was silent; and at its own limit it stops listening, and in an
// external loop nothing starts it again once the connections are gone.
//
// Its owner waits on `descriptor`, and calls `serve` when it is readable; and `tick` at `next_due`.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "metrics/http_places.h"
#include "wire/endpoint.h"

struct MHD_Daemon;

namespace moonroom::metrics {

class MetricsEndpoint {
 public:
  using Page = std::function<std::string()>;

  /// `page` makes what is shown, anew for each request. `names` are hosts, besides addresses and
  /// `localhost`, under which it may be asked. A Problem when the address is taken.
  static Result<MetricsEndpoint> open(const wire::Endpoint& where, Page page,
                                      std::vector<std::string> names = {},
                                      const HttpPlaces::Limits& limits = {});

  /// Readable when there is something for `serve` to do.
  int descriptor() const { return events_.get(); }
  /// Answers what has been asked; never waits.
  void serve(SteadyTime now);
  /// Closes connections whose time is over.
  void tick(SteadyTime now) {
    if (due_ && now >= *due_) serve(now);
  }
  std::optional<SteadyTime> next_due() const { return due_; }
  /// With the port that the kernel chose when none was asked for.
  wire::Endpoint local() const;

 private:
  /// What libmicrohttpd's callbacks use.
  struct RequestContext {
    Page page;
    std::vector<std::string> names;
    HttpPlaces places;
    SteadyTime now{};
  };
  struct Calls;
  using Daemon = std::unique_ptr<MHD_Daemon, void (*)(MHD_Daemon*)>;
  MetricsEndpoint(std::unique_ptr<RequestContext> desk, UniqueFd listener, UniqueFd events,
                  Daemon daemon)
      : context_(std::move(desk)),
        listener_(std::move(listener)),
        events_(std::move(events)),
        daemon_(std::move(daemon)) {}

  void accept_all(SteadyTime now);
  void make_place();
  void listen(bool on);
  void close_overdue(SteadyTime now);
  void run(SteadyTime now);

  // The daemon knows where it lies, so it lies still.
  std::unique_ptr<RequestContext> context_;
  UniqueFd listener_;
  // Of the listener and of the daemon.
  UniqueFd events_;
  Daemon daemon_;
  std::optional<SteadyTime> due_;
  // No descriptor was left; until then nothing is accepted.
  std::optional<SteadyTime> pause_until_;
};

}  // namespace moonroom::metrics

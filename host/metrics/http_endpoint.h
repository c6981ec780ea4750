// Serves the metrics to a monitor: HTTP at `/metrics`, GET and HEAD, answered between two turns of
// the host's loop, by libmicrohttpd without a thread of its own. Use an address of this machine:
// there is no password, and no encryption. Requests with a foreign `Host` are refused.
//
// The endpoint accepts connections itself and closes each after its answer. libmicrohttpd only
// limits how long a connection is silent; and at its own connection limit it stops listening, and
// in an external loop nothing makes it listen again.
//
// Its owner must wait on `descriptor`, call `serve` when it is readable, and call `tick` at
// `next_due`.
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

  /// `page` produces the contents of each answer. `names` are accepted hosts, besides addresses and
  /// `localhost`. A Problem when the address is in use.
  static Result<MetricsEndpoint> open(const wire::Endpoint& where, Page page,
                                      std::vector<std::string> names = {},
                                      const HttpPlaces::Limits& limits = {});

  /// Readable when `serve` must be called.
  int descriptor() const { return events_.get(); }
  /// Answers pending requests; never blocks.
  void serve(SteadyTime now);
  /// Closes connections that are past their deadline.
  void tick(SteadyTime now) {
    if (due_ && now >= *due_) serve(now);
  }
  std::optional<SteadyTime> next_due() const { return due_; }
  /// The bound address, with the kernel's choice for port 0.
  wire::Endpoint local() const;

 private:
  /// The state of libmicrohttpd's callbacks.
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

  // On the heap: the daemon holds its address.
  std::unique_ptr<RequestContext> context_;
  UniqueFd listener_;
  // epoll of the listener and the daemon.
  UniqueFd events_;
  Daemon daemon_;
  std::optional<SteadyTime> due_;
  // Set when descriptors ran out; accepts nothing until then.
  std::optional<SteadyTime> pause_until_;
};

}  // namespace moonroom::metrics

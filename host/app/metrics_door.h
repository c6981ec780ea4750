// Where a monitor asks for the metrics: HTTP at `/metrics` and nowhere else, GET and HEAD, answered
// between two turns of the host's loop, by libmicrohttpd without a thread of its own. It is meant
// for an address of this machine: there is no password, and no encryption.
//
// Its owner waits on `descriptor`, and calls `serve` when it is readable; and `tick` at `next_due`.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/moment.h"
#include "base/result.h"
#include "wire/endpoint.h"

struct MHD_Daemon;

namespace moonroom::app {

class MetricsDoor {
 public:
  /// `page` makes what is shown, anew for each who asks. A Problem when the address is taken.
  static Result<MetricsDoor> open(const wire::Endpoint& where, std::function<std::string()> page);

  /// Readable when there is something for `serve` to do.
  int descriptor() const;
  /// Answers what has been asked; never waits.
  void serve(SteadyTime now);
  /// Sends away who fell silent.
  void tick(SteadyTime now) {
    if (due_ && now >= *due_) serve(now);
  }
  std::optional<SteadyTime> next_due() const { return due_; }
  /// With the port that the kernel chose when none was asked for.
  wire::Endpoint local() const;

 private:
  using Page = std::function<std::string()>;
  using Daemon = std::unique_ptr<MHD_Daemon, void (*)(MHD_Daemon*)>;
  MetricsDoor(std::unique_ptr<Page> page, Daemon daemon)
      : page_(std::move(page)), daemon_(std::move(daemon)) {}

  // The daemon knows where it lies, so it lies still.
  std::unique_ptr<Page> page_;
  Daemon daemon_;
  std::optional<SteadyTime> due_;
};

}  // namespace moonroom::app

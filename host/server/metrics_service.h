// A host's metrics: collects the figures, and serves them when an address is configured. Its owner
// must wait on `descriptor`, call `serve` when it is readable, and `tick` at `next_due`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "metrics/http_endpoint.h"
#include "metrics/snapshot.h"

namespace moonroom::server {

class MetricsService {
 public:
  /// Keeps references to the sources.
  explicit MetricsService(const metrics::MetricsSources& sources) : sources_(sources) {}
  MetricsService(const MetricsService&) = delete;
  MetricsService& operator=(const MetricsService&) = delete;

  /// Serves the metrics at this address; without one, does nothing. `names` are other hosts that
  /// requests may name. A failure does not matter to the room, and is a warning in `log`.
  void open(const std::optional<wire::Endpoint>& where, std::vector<std::string> names,
            logging::HostLog& log);

  metrics::MetricsSnapshot figures() const { return metrics::collect(sources_); }
  /// -1 while nothing is served.
  int descriptor() const { return endpoint_ ? endpoint_->descriptor() : -1; }
  void serve(SteadyTime now) { endpoint_->serve(now); }
  void tick(SteadyTime now) {
    if (endpoint_) endpoint_->tick(now);
  }
  std::optional<SteadyTime> next_due() const {
    return endpoint_ ? endpoint_->next_due() : std::nullopt;
  }

 private:
  metrics::MetricsSources sources_;
  std::optional<metrics::MetricsEndpoint> endpoint_;
};

}  // namespace moonroom::server

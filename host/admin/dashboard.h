// The contents of /stats and /top: a host's counters and their recent growth.
#pragma once

#include <string>
#include <vector>

#include "admin/table.h"
#include "admin/trend.h"
#include "metrics/snapshot.h"

namespace moonroom::admin {

/// The counters whose speed is shown.
struct Trends {
  Trend lines;
  Trend deliveries;
  Trend received;
  Trend dropped;

  /// Call it before anything is counted at `now`.
  void sample(const relay::Stats& stats, SteadyTime now);
};

/// All counters.
std::string to_dashboard(const metrics::MetricsSnapshot& figures, const Trends& trends);

/// The changing figures, for a screen of 24 rows: `processes` are the rows of /ps; the plugins come
/// last, the slowest first, as many as fit.
std::string to_page(const metrics::MetricsSnapshot& figures, const Trends& trends,
                    const std::vector<Row>& processes);

}  // namespace moonroom::admin

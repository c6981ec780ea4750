// What /stats and /top show: a host's figures, with how fast they have been growing lately.
#pragma once

#include <string>
#include <vector>

#include "admin/table.h"
#include "admin/trend.h"
#include "metrics/snapshot.h"

namespace moonroom::admin {

/// Of what one wants to know the speed.
struct Trends {
  Trend lines;
  Trend deliveries;
  Trend received;
  Trend dropped;

  /// Before anything counts at `now`.
  void sample(const relay::Stats& stats, SteadyTime now);
};

/// All that is counted.
std::string to_dashboard(const metrics::MetricsSnapshot& figures, const Trends& trends);

/// What changes while one watches, for a screen of 24 rows: `processes` are the rows of /ps, and
/// the plugins come last, the slowest first, as many as fit.
std::string to_page(const metrics::MetricsSnapshot& figures, const Trends& trends,
                    const std::vector<Row>& processes);

}  // namespace moonroom::admin

// What a host measures: one row for each metric. A new metric is a counter of its owner, whose
// figures are in the snapshot already, and a row here.
#pragma once

#include <span>
#include <string_view>

#include "metrics/snapshot.h"

namespace moonroom::metrics {

/// A metric of the host, or of each plugin or process.
template <class Of>
struct Series {
  /// Without the prefix. A counter ends with `_total`; all others are gauges.
  std::string_view name;
  std::string_view help;
  /// Times are in seconds.
  double (*value)(const Of& of);

  bool is_counter() const { return name.ends_with("_total"); }
};

std::span<const Series<MetricsSnapshot>> host_series();
std::span<const Series<PluginMetrics>> plugin_series();
std::span<const Series<ProcessMetrics>> process_series();

}  // namespace moonroom::metrics

// Formats a snapshot in Prometheus's text exposition format, version 0.0.4. Pure. Contains no
// members' names and no messages.
#pragma once

#include <string>

#include "metrics/snapshot.h"

namespace moonroom::metrics {

std::string to_metrics(const MetricsSnapshot& figures);

}  // namespace moonroom::metrics

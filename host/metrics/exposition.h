// Figures as the text that Prometheus and those who speak its language read (its "exposition
// format", version 0.0.4). Pure. Nobody's name and nothing that was said is among them.
#pragma once

#include <string>

#include "metrics/snapshot.h"

namespace moonroom::metrics {

std::string to_metrics(const MetricsSnapshot& figures);

}  // namespace moonroom::metrics

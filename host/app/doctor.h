// `moonroomd doctor`: looks at the machine with the options that a host would be started with, and
// says of each thing how it is and what to change. It changes nothing itself.
#pragma once

#include <vector>

#include "app/finding.h"
#include "app/options.h"

namespace moonroom::app {

std::vector<Finding> examine(const Options& options);

/// A line for each, and its remedy below it where there is one.
std::string to_report(const std::vector<Finding>& findings);

/// The status to exit with: 1 when something must be changed.
int run_doctor(const Options& options, const ToolCall& tool);

}  // namespace moonroom::app

// `moonroomd doctor`: looks at the machine with the options that a host would be started with, and
// says of each thing how it is and what to change. It changes nothing itself.
#pragma once

#include <vector>

#include "config/options.h"
#include "tools/doctor_checks.h"

namespace moonroom::tools {

std::vector<Finding> examine(const config::Options& options);

/// A line for each, and its remedy below it where there is one.
std::string to_report(const std::vector<Finding>& findings);

/// The status to exit with: 1 when something must be changed.
int run_doctor(const config::Options& options, const config::ToolCall& tool);

}  // namespace moonroom::tools

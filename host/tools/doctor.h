// `moonroomd doctor`: checks the machine with the options of a host, and reports each finding with
// its remedy. Changes nothing.
#pragma once

#include <vector>

#include "config/options.h"
#include "tools/doctor_checks.h"

namespace moonroom::tools {

std::vector<Finding> examine(const config::Options& options);

/// One line for each finding, with the remedy below it, if there is one.
std::string to_report(const std::vector<Finding>& findings);

/// Returns the exit status: 1 when something must be changed.
int run_doctor(const config::Options& options, const config::ToolCall& tool);

}  // namespace moonroom::tools

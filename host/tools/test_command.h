// `moonroomd test`: finds the tests, runs each file in a process of its own, so that a loop or
// crash does not affect other files, and prints the results.
#pragma once

#include "config/options.h"

namespace moonroom::tools {

/// Returns the exit status: 1 when a test has failed.
int run_tests(const config::Options& options, const config::ToolCall& tool);

}  // namespace moonroom::tools

// `moonroomd test`: finds the tests, runs each file in a process of its own, so that a plugin that
// loops or crashes spoils no other's, and shows what came of them.
#pragma once

#include "config/options.h"

namespace moonroom::tools {

/// The status to exit with: 1 when a test has failed.
int run_tests(const config::Options& options, const config::ToolCall& tool);

}  // namespace moonroom::tools

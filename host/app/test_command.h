// `moonroomd test`: finds the tests, runs each file in a process of its own, so that a plugin that
// loops or crashes spoils no other's, and shows what came of them.
#pragma once

#include "app/options.h"

namespace moonroom::app {

/// The status to exit with: 1 when a test has failed.
int run_tests(const Options& options, const ToolCall& tool);

}  // namespace moonroom::app

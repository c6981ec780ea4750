// The limits of plugins that run inside a tool (check, test, plugins), where no member waits for a
// line: a loop ends with its file and line, and a slow machine is no error of a plugin. The tool
// must own a script::CpuTimer, or nothing is stopped. Pure.
#pragma once

#include "config/options.h"
#include "script/plugin.h"

namespace moonroom::tools {

/// A call may take this many times as long as in a host.
constexpr int kToolPatience = 10;

inline script::PluginLimits tool_limits(const config::Options& options) {
  return {options.worker.plugin_memory, false, kToolPatience * options.worker.hook_budget};
}

}  // namespace moonroom::tools

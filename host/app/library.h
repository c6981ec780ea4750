// The files of Lua on disk: read here and given to the worker, which can open no file itself.
#pragma once

#include <vector>

#include "app/options.h"
#include "base/result.h"
#include "ring/message.h"

namespace moonroom::app {

/// The wording, the settings, the scripts and the plugins, each kind in the order of names. A
/// Problem names the folder or file that cannot be read and what to do.
Result<std::vector<ring::Load>> read_library(const Options& options);

/// One file of a plugin or script, read again.
Result<ring::Load> read_again(const Options& options, const ring::Load& file);

}  // namespace moonroom::app

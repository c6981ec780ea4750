// How a subcommand ends that could not do its work: with a sentence on the standard error and a
// status.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

#include "base/language.h"

namespace moonroom::app {

/// Says it, in the reader's language; what this returns is the status to end with.
inline int fail(std::string_view what, int status = 1) {
  fmt::print(stderr, "moonroomd: {}\n", said_anew(what));
  return status;
}

}  // namespace moonroom::app

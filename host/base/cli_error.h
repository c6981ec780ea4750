// How a subcommand ends that could not do its work: with a sentence on the standard error and a
// status.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "base/language.h"
#include "base/standard_streams.h"
#include "text/text.h"

namespace moonroom {

/// Says it, in the reader's language and without control characters, whatever a file or an argument
/// held; what this returns is the status to end with.
inline int fail(std::string_view what, int status = 1) {
  print_error(fmt::format("moonroomd: {}\n", text::visible_lines(said_anew(what))));
  return status;
}

}  // namespace moonroom

// How a subcommand fails: a sentence on standard error, and an exit status.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "base/language.h"
#include "base/standard_streams.h"
#include "text/text.h"

namespace moonroom {

/// Prints the problem in the user's language and without control characters. Returns the exit
/// status.
inline int fail(std::string_view what, int status = 1) {
  print_error(fmt::format("moonroomd: {}\n", text::visible_lines(said_anew(what))));
  return status;
}

}  // namespace moonroom

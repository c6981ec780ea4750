// A job's request as a sealed file in memory: read-only, of the request's size, read from its
// beginning.
#pragma once

#include <string_view>

#include "base/unique_fd.h"

namespace moonroom::jobs {

/// Throws std::system_error when there is no space for it.
UniqueFd request_file(std::string_view request);

}  // namespace moonroom::jobs

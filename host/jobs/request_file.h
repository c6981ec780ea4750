// A job's request as a file in memory: nobody can change it any more, its size is the request's,
// and it is read from its beginning.
#pragma once

#include <string_view>

#include "base/unique_fd.h"

namespace moonroom::jobs {

/// Throws std::system_error when there is no room for it.
UniqueFd request_file(std::string_view request);

}  // namespace moonroom::jobs

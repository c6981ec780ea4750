// The Unix socket of a host's consoles: how the host opens it, for its own user alone, and how a
// console connects.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "base/unique_fd.h"

namespace moonroom::admin {

/// Creates the folder if necessary, and the socket in it with mode 0600. Replaces the socket of a
/// host that has exited; a Problem if one listens. Sets the umask for a moment.
Result<UniqueFd> listen_for_consoles(const std::filesystem::path& socket);

/// A connection to the host that listens there. Blocks only while the host's backlog is full.
Result<UniqueFd> reach_host(const std::filesystem::path& socket);

}  // namespace moonroom::admin

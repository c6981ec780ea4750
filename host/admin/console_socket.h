// The Unix socket of a host's consoles: opened by the host so that nobody but its user gets at it,
// and reached by those who attach.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "base/unique_fd.h"

namespace moonroom::admin {

/// Makes the folder if need be, and the socket in it with mode 0600. What a dead host has left
/// there is replaced; a Problem if a live one listens. Sets the umask for a moment.
Result<UniqueFd> listen_for_consoles(const std::filesystem::path& socket);

/// A link to the host that listens there. Waits only while more than a few others wait to come in.
Result<UniqueFd> reach_host(const std::filesystem::path& socket);

}  // namespace moonroom::admin

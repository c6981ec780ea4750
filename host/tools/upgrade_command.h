// `moonroomd upgrade` and `moonroomd reload`: make the host that runs with the same data replace
// itself with the installed program, and wait until that program answers on its console.
#pragma once

#include <filesystem>

namespace moonroom::tools {

/// Returns the exit status: 0 when the new program answers; 1, with the reason printed, when there
/// is no host or the earlier program keeps running.
int run_upgrade(const std::filesystem::path& data);

}  // namespace moonroom::tools

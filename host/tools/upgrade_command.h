// `moonroomd upgrade` and `moonroomd reload`: have the host that runs with the same data become the
// program that is installed now, and wait until that one answers on its console.
#pragma once

#include <filesystem>

namespace moonroom::tools {

/// The status to exit with: 0 when the new program answers, 1 when there is no host or when the
/// earlier program goes on, which is said with the reason.
int run_upgrade(const std::filesystem::path& data);

}  // namespace moonroom::tools

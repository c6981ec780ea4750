// The version of this Moonroom. The definitions are generated (host/version.cmake) and compiled
// separately, so a new commit recompiles one small file and links again.
#pragma once

namespace moonroom {

/// "0.2.0".
const char* version();

/// "0.2.0 (commit 512a1f3c08ad)", with ", modified" where the sources differed from that commit.
/// Only "0.2.0" where the sources came without one.
const char* version_and_commit();

}  // namespace moonroom

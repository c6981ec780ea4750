// `moonroomd console`: one more console of a host that runs already, in a process of its own.
#pragma once

#include <filesystem>

namespace moonroom::admin {

/// Where the host with this data and its consoles meet.
std::filesystem::path console_socket(const std::filesystem::path& data);

/// Attaches to the host that keeps its data in this folder, until the input ends (then the last
/// answer has been shown), somebody interrupts, or the room ends. A host that goes is waited for
/// some seconds: it may be becoming another program, or is started again. The status to exit with:
/// 1 when no host was reached, when it went for good, and when a program at the input had no
/// answer.
int run_console(const std::filesystem::path& data);

}  // namespace moonroom::admin

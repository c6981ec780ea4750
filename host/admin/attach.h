// `moonroomd console`: another console of a running host, in a process of its own.
#pragma once

#include <filesystem>

namespace moonroom::admin {

/// The socket of the consoles of the host with this data.
std::filesystem::path console_socket(const std::filesystem::path& data);

/// Attaches to the host that keeps its data in this folder, until the input ends (and the last
/// answer has been shown), the user interrupts, or the host ends. When the host disappears, waits
/// some seconds for the next one, because the host can be upgrading or restarting. Returns the exit
/// status: 1 when no host was reached, when it disappeared for good, or when a program at the input
/// got no answer.
int run_console(const std::filesystem::path& data);

}  // namespace moonroom::admin

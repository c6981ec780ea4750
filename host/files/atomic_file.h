// A small file that is read as a whole, and written so: after whatever accident it has the old
// bytes or the new ones.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace moonroom::files {

enum class Readers { anybody, owner_alone };

/// Its bytes; nothing when there is no such file. A Problem when it is not a file of at most 1 MiB,
/// or others may touch it who are not among `readers`.
Result<std::optional<std::string>> read_small_file(const std::filesystem::path& path,
                                                   Readers readers);

/// Mode 0600, on the disk when this returns.
Result<void> write_atomically(const std::filesystem::path& path, std::string_view bytes);

/// That the system call just made did not do `what` ("read", "written") to this file; why is in
/// errno.
tl::unexpected<Problem> file_problem(std::string_view what, const std::filesystem::path& path);

}  // namespace moonroom::files

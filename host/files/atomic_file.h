// A small file that is read and written as a whole: after any crash it has either the old or the
// new bytes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace moonroom::files {

enum class Readers { anybody, owner_alone };

/// Reads all bytes; nullopt when there is no such file. A Problem when it is not a regular file of
/// at most 1 MiB, or when its permissions allow more than `readers`.
Result<std::optional<std::string>> read_small_file(const std::filesystem::path& path,
                                                   Readers readers);

/// Mode 0600; on disk when this returns.
Result<void> write_atomically(const std::filesystem::path& path, std::string_view bytes);

/// The Problem for a failed system call: it did not do `what` ("read", "written") to this file. The
/// reason is in errno.
tl::unexpected<Problem> file_problem(std::string_view what, const std::filesystem::path& path);

}  // namespace moonroom::files

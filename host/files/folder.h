// Lists folders and adds files to them. No function here replaces a file or writes through a link.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace moonroom::files {

/// The names in a folder, unordered. A Problem when it cannot be listed; its content is then
/// unknown.
Result<std::vector<std::string>> list_names(const std::filesystem::path& folder);

/// True when any file has this name, even a dangling link, or when this user cannot tell.
bool is_taken(const std::filesystem::path& path);

/// Writes a new file.
Result<void> write_new(const std::filesystem::path& path, std::string_view bytes);

/// Renames; a Problem when `to` is taken.
Result<void> move_to_free(const std::filesystem::path& from, const std::filesystem::path& to);

/// `path` and, as long as it is a link, its targets, one after another: all names whose change
/// affects `path`.
std::vector<std::filesystem::path> link_chain(std::filesystem::path path);

}  // namespace moonroom::files

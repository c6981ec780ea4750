// Lists folders and puts files into them. Nothing here replaces a file or writes through a link.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace moonroom::files {

/// The names in a folder, unordered. A Problem when it cannot be listed: then nothing is known
/// about what is in it.
Result<std::vector<std::string>> list_names(const std::filesystem::path& folder);

/// Something stands under this name, be it a link that leads nowhere; or this user cannot tell.
bool is_taken(const std::filesystem::path& path);

/// Writes a file that is not there yet.
Result<void> write_new(const std::filesystem::path& path, std::string_view bytes);

/// Renames; a Problem when `to` is taken.
Result<void> move_to_free(const std::filesystem::path& from, const std::filesystem::path& to);

/// `path` and, while it is a link, what it names, one after another: all names whose change changes
/// what `path` is.
std::vector<std::filesystem::path> link_chain(std::filesystem::path path);

}  // namespace moonroom::files

// Classifies file names: whether a file is a plugin, and what to do when it was probably meant as
// one. Pure. A name is any bytes but a slash; users, logs and other processes get only its `shown`
// form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moonroom::files {

enum class NameKind {
  /// Ignored: hidden files, editors' backups, disabled plugins (NAME.lua.off).
  other,
  lua,
  /// NAME_test.lua: for `moonroomd test`.
  test,
  /// NAME.LUA, NAME.lua.txt: probably meant as a plugin.
  misnamed,
};

NameKind kind_of_name(std::string_view name);

/// Why a file of this name cannot be loaded, and what to do; or empty.
std::string wrong_with_name(std::string_view name);

/// `bytes` as valid text without control characters. Injective: invalid and invisible bytes become
/// \xHH, and a backslash becomes two.
std::string shown(std::string_view bytes);

/// `name` without its suffix ".lua".
std::string_view stem_of(std::string_view name);

/// The one of `stems` that this is a copy of, by the copy names of file managers and synchronizers
/// ("dice (1)", "Kopie von dice", "dice.sync-conflict-20261130-115000-ABCDEFG"); empty for none.
std::string_view original_of(std::string_view stem, const std::vector<std::string>& stems);

}  // namespace moonroom::files

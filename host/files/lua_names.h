// What the name of a file says: whether it is a plugin, and what to do when it plainly should be
// one and is not. Pure. A name is any bytes but a slash; `shown` is the only form of it that goes
// to people, logs and other processes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moonroom::files {

enum class NameKind {
  /// None of ours: hidden files, editors' backups, what was set aside (NAME.lua.off).
  other,
  lua,
  /// NAME_test.lua: for `moonroomd test`.
  test,
  /// NAME.LUA, NAME.lua.txt: its author takes it for a plugin.
  misnamed,
};

NameKind kind_of_name(std::string_view name);

/// Why a file of this name cannot be loaded and what to do, or nothing.
std::string wrong_with_name(std::string_view name);

/// `bytes` as valid text without control characters. Different bytes stay different: what cannot be
/// shown becomes \xHH, and a backslash becomes two.
std::string shown(std::string_view bytes);

/// `name` without its ending ".lua".
std::string_view stem_of(std::string_view name);

/// Which of `stems` this one is a copy of, as file managers and synchronisers name copies
/// ("dice (1)", "Kopie von dice", "dice.sync-conflict-20261130-115000-ABCDEFG"); empty for none.
std::string_view original_of(std::string_view stem, const std::vector<std::string>& stems);

}  // namespace moonroom::files

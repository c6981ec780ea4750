// The globals and the fields of `room` that a Lua file uses, read from its bytecode, so that
// strings, comments and fields of other tables are never mistaken for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace moonroom::author {

struct GlobalUse {
  std::string name;
  int line = 0;
  enum class Kind { read, set, room_field } kind = Kind::read;
};

/// A Problem when the file does not compile.
Result<std::vector<GlobalUse>> globals_of(std::string_view source, const std::string& path);

/// Errors that would only appear when the line runs: unknown globals and unknown fields of `room`,
/// as "plugins/x.lua:3: …".
std::vector<std::string> global_slips(std::string_view source, const std::string& path);

}  // namespace moonroom::author

// Error texts for display: cut to a screenful, without memory addresses.
#pragma once

#include <string>
#include <string_view>

namespace moonroom::script {

/// A longer text was made by the plugin. Copying a megabyte to the console would take longer than a
/// plugin may run.
constexpr size_t kMaxErrorWords = 4096;

/// `error`, a message with its traceback, without the addresses that Lua writes into it ("[C]: at
/// 0x55d0c1a2b3c4", "table: 0x7f21e3a4b5c8"). They do not help an author, and tell a hostile plugin
/// where the program is in memory.
std::string error_words(std::string_view error);

}  // namespace moonroom::script

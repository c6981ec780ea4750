// The words of an error as people see them: cut to a screenful, without addresses of memory.
#pragma once

#include <string>
#include <string_view>

namespace moonroom::script {

/// What is longer was made by the plugin; copied on its way to the console, a megabyte would take
/// longer than a plugin may.
constexpr size_t kMaxErrorWords = 4096;

/// `error`, a message with its traceback, without the addresses that Lua writes into it
/// ("[C]: at 0x55d0c1a2b3c4", "table: 0x7f21e3a4b5c8"): they say nothing to an author, and tell
/// a hostile one where the program lies.
std::string error_words(std::string_view error);

}  // namespace moonroom::script

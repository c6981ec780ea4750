// Random programs of Lua: short, without an end that depends on anything but themselves, and full
// of what interpreters and compilers get wrong: varargs, metatables, coroutines, odd numbers, and
// library functions with odd arguments. Pure: the same seed makes the same program.
#pragma once

#include <cstdint>
#include <string>

namespace moonroom::walls {

/// The source of a plugin. Its `on_announce` runs the program and says what came of it, one line
/// of text that is the same each time.
std::string random_program(uint64_t seed);

}  // namespace moonroom::walls

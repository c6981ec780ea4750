// Random Lua programs: short, deterministic, and full of constructs that interpreters and compilers
// get wrong: varargs, metatables, coroutines, odd numbers, and library functions with odd
// arguments. Pure: the same seed makes the same program.
#pragma once

#include <cstdint>
#include <string>

namespace moonroom::walls {

/// The source of a plugin. Its `on_announce` runs the program and posts the result, one line of
/// text that is the same each time.
std::string random_program(uint64_t seed);

}  // namespace moonroom::walls

// Where the program lies that runs.
#pragma once

#include <filesystem>

namespace moonroom::process {

/// Where the program lies that runs, or the one that has taken its place since.
std::filesystem::path installed_program();

}  // namespace moonroom::process

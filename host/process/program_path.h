// The path of the running program.
#pragma once

#include <filesystem>

namespace moonroom::process {

/// The path of the running program, or of the file that has replaced it.
std::filesystem::path installed_program();

}  // namespace moonroom::process

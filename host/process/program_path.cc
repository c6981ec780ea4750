#include "process/program_path.h"

#include <string>
#include <string_view>
#include <system_error>

namespace moonroom::process {
namespace {

namespace fs = std::filesystem;

// The kernel's suffix for a program whose file has been replaced.
constexpr std::string_view kReplaced = " (deleted)";

}  // namespace

fs::path installed_program() {
  auto path = fs::read_symlink("/proc/self/exe").string();
  std::error_code ignored;
  if (path.ends_with(kReplaced) && !fs::exists(path, ignored))
    path.resize(path.size() - kReplaced.size());
  return path;
}

}  // namespace moonroom::process

#include "config/folders.h"

#include <unistd.h>

#include <cstdlib>
#include <system_error>

namespace moonroom::config {
namespace {

namespace fs = std::filesystem;

// The user's folder for `variable` (XDG Base Directory Specification); empty without a home.
fs::path folder_of_user(const char* variable, const char* in_home) {
  if (const char* folder = std::getenv(variable); folder && *folder == '/')
    return fs::path(folder) / "moonroom";
  const char* home = std::getenv("HOME");
  return home && *home ? fs::path(home) / in_home / "moonroom" : fs::path();
}

}  // namespace

fs::path home_of(const fs::path& program) {
  std::error_code ignored;
  for (fs::path folder = program.parent_path(); folder.has_relative_path();
       folder = folder.parent_path()) {
    if (fs::exists(folder / "scripts/wording", ignored)) return folder;
    if (fs::exists(folder / "share/moonroom/scripts/wording", ignored))
      return folder / "share/moonroom";
  }
  return ".";
}

fs::path default_plugins(const fs::path& home) {
  auto beside = home / "plugins";
  const bool installed = home.filename() == "moonroom" && home.parent_path().filename() == "share";
  if (!installed && ::access(beside.c_str(), W_OK) == 0) return beside;
  const auto own = folder_of_user("XDG_DATA_HOME", ".local/share");
  return own.empty() ? beside : own / "plugins";
}

fs::path default_data() {
  const auto own = folder_of_user("XDG_STATE_HOME", ".local/state");
  return own.empty() ? fs::path("/var/lib/moonroom") : own;
}

}  // namespace moonroom::config

#include "client/xdg_paths.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <system_error>

namespace moonroom::client {
namespace {

namespace fs = std::filesystem;

// The specification says that relative paths are ignored.
fs::path folder_in(const char* variable, const char* else_in_home) {
  const fs::path base = environment(variable);
  if (base.is_absolute()) return base / "moonroom";
  const fs::path home = environment("HOME");
  if (home.is_absolute()) return home / else_in_home / "moonroom";
  return {};
}

}  // namespace

std::string_view environment(const char* variable) {
  const char* value = ::getenv(variable);
  return value == nullptr ? std::string_view() : value;
}

fs::path state_folder() {
  return folder_in("XDG_STATE_HOME", ".local/state");
}

fs::path config_folder() {
  return folder_in("XDG_CONFIG_HOME", ".config");
}

void make_private(const fs::path& folder) {
  std::error_code ignored;
  fs::create_directories(folder.parent_path(), ignored);
  ::mkdir(folder.c_str(), S_IRWXU);
}

}  // namespace moonroom::client

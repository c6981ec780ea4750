// A folder for one test, deleted with it.
#pragma once

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

namespace moonroom::support {

struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "moonroom-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), name);
    root = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(root); }

  std::filesystem::path root;
};

}  // namespace moonroom::support

// A folder that one process has to itself, as long as it holds this: the file `lock` in it, locked
// with flock(2) and naming the process. The lock ends with the last copy of its descriptor, after
// whatever accident; the file stays.
//
// The descriptor is closed on exec. Who executes another program that is to go on with the folder
// leaves a copy of it open (dup(2)) and tells its number; a child that only forks must close it, or
// it holds the folder beyond its parent's end.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "base/unique_fd.h"

namespace moonroom::store {

class FolderLock {
 public:
  struct Refusal : Problem {
    /// The disk is full or read-only: nobody else has the folder, and nobody can.
    bool of_disk = false;
  };

  /// Makes the folder, with mode 0700, when it is missing. `inherited` is taken over if it is this
  /// folder's lock, else closed. Fails when another process holds it or it cannot be made.
  static tl::expected<FolderLock, Refusal> acquire(const std::filesystem::path& folder,
                                                   UniqueFd inherited = {});

  int descriptor() const { return file_.get(); }

 private:
  explicit FolderLock(UniqueFd file) : file_(std::move(file)) {}

  UniqueFd file_;
};

}  // namespace moonroom::store

// Exclusive use of a folder by one process, for the life of this object: the file `lock` in it,
// locked with flock(2), contains the process's id. The lock ends with the last copy of its
// descriptor, also after a crash; the file stays.
//
// The descriptor is closed on exec. A process that executes another program for the same folder
// passes on a copy (dup(2)) and its number. A child that only forks must close it, or it holds the
// folder beyond its parent's end.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "base/unique_fd.h"

namespace moonroom::store {

class FolderLock {
 public:
  struct Refusal : Problem {
    /// The disk is full or read-only: no process has the folder, and none can lock it.
    bool of_disk = false;
  };

  /// Creates a missing folder with mode 0700. Takes over `inherited` if it is this folder's lock,
  /// else closes it. Fails when another process holds the lock or the folder cannot be created.
  static tl::expected<FolderLock, Refusal> acquire(const std::filesystem::path& folder,
                                                   UniqueFd inherited = {});

  int descriptor() const { return file_.get(); }

 private:
  explicit FolderLock(UniqueFd file) : file_(std::move(file)) {}

  UniqueFd file_;
};

}  // namespace moonroom::store

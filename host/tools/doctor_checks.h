// The checks of `moonroomd doctor`: the state of one thing, what it means for a room, and what to
// change. Pure: the caller passes the facts.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/moment.h"

namespace moonroom::tools {

struct Finding {
  enum class Severity {
    ok,
    /// A room works; it would work better otherwise.
    advice,
    /// No room works until it is changed.
    error,
  };
  Severity severity = Severity::ok;
  /// One or two words: "port".
  std::string subject;
  std::string state;
  /// What to change; empty when all is well.
  std::string remedy;
};

/// `limit` is the maximum size of a socket buffer in bytes, from the sysctl `net.core.NAME`.
Finding check_buffer(std::string_view name, uint64_t limit);

/// `limit` is the limit of open files.
Finding check_open_files(rlim_t limit);

/// Facts about a folder, found without changing it.
struct FolderFacts {
  std::filesystem::path path;
  bool is_there = false;
  uid_t owner = 0;
  mode_t mode = 0;
  bool may_write = false;
  uint64_t free_bytes = 0;
  /// A network file system, on which locks and shared memory are unreliable.
  bool remote = false;
  /// Lost when the machine restarts.
  bool in_memory = false;
};

/// `who` runs the check: root, or the host's user.
Finding check_data(const FolderFacts& folder, uid_t who);
Finding check_space(const FolderFacts& folder);
/// The plugin folder: a user with write permission controls the room.
Finding check_plugins(const FolderFacts& folder, size_t count);

/// `doubt` is how far the clock is ahead of its expected time; see TrustedClock.
Finding check_clock(WallTime now, bool synchronised, WallTime::duration doubt = {});

/// Whether system calls can be filtered.
Finding check_seccomp(bool available);

}  // namespace moonroom::tools

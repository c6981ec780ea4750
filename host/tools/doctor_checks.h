// What `moonroomd doctor` says about one thing: how it is, what that means for a room, and what to
// change. Pure: facts go in, and none is asked of the machine here.
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
    /// No room works before it is changed.
    error,
  };
  Severity severity = Severity::ok;
  /// One or two words: "port".
  std::string subject;
  std::string state;
  /// What to do about it; empty when all is well.
  std::string remedy;
};

/// `limit` in bytes is what a socket may ask for, by the sysctl `net.core.NAME`.
Finding check_buffer(std::string_view name, uint64_t limit);

/// `limit` is of open files.
Finding check_open_files(rlim_t limit);

/// What is known of a folder without changing anything in it.
struct FolderFacts {
  std::filesystem::path path;
  bool is_there = false;
  uid_t owner = 0;
  mode_t mode = 0;
  bool may_write = false;
  uint64_t free_bytes = 0;
  /// Of which locks and shared memory cannot be relied on: a network's.
  bool remote = false;
  /// Gone when the machine starts again.
  bool in_memory = false;
};

/// `who` examines: root, or whoever the host is to run as.
Finding check_data(const FolderFacts& folder, uid_t who);
Finding check_space(const FolderFacts& folder);
/// Of plugins: whoever may write there decides what the room does.
Finding check_plugins(const FolderFacts& folder, size_t count);

/// `doubt` is how far the clock is ahead of what the host expects; see TrustedClock.
Finding check_clock(WallTime now, bool synchronised, WallTime::duration doubt = {});

/// System calls can be filtered, or not.
Finding check_seccomp(bool available);

}  // namespace moonroom::tools

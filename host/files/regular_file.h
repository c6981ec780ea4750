// Reads files that strangers may have put there. Whatever stands under a name (a pipe, a device
// that never ends, a link to one, a file of another user, a gigabyte of nothing) this returns at
// once with the bytes or with one sentence that says why there are none.
//
// A link to a regular file is followed. What remains is the file system itself: a network mount
// that hangs holds up the thread that reads from it.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/moment.h"
#include "base/result.h"

namespace moonroom::files {

/// Which version of which file it is. Equal stamps mean equal bytes, once the file has been at rest
/// for longer than file systems' clocks are coarse: `is_settled`.
struct Stamp {
  uint64_t device = 0;
  uint64_t node = 0;
  int64_t size = 0;
  int64_t modified_ns = 0;
  int64_t changed_ns = 0;

  bool operator==(const Stamp&) const = default;
};

Stamp stamp_of(const struct stat& status);
/// A change after `now` cannot leave this stamp as it is.
bool is_settled(const Stamp& stamp, WallTime now);

struct FileText {
  std::string bytes;
  Stamp stamp;
};

/// All of a regular file of at most `limit` bytes. The Problem does not name the file.
Result<FileText> read_regular(const std::filesystem::path& path, size_t limit);

/// Why a file of this status is not read, or nothing.
std::optional<std::string> refusal_of(const struct stat& status, size_t limit);
/// What a failed `open` or `stat` of a name means; `is_link` when the name is a link.
std::string failure_of(int error, bool is_link);

}  // namespace moonroom::files

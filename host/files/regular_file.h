// Reads files that strangers can have created. For any kind of file (a pipe, an endless device, a
// link to one, another user's file, a huge sparse file) it returns at once with the bytes, or with
// one sentence about the reason.
//
// Follows a link to a regular file. The file system itself can still block: a hanging network mount
// blocks the reading thread.
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

/// Identifies a version of a file. Equal stamps mean equal bytes, once the file has been unchanged
/// for longer than the resolution of file systems' clocks: `is_settled`.
struct Stamp {
  uint64_t device = 0;
  uint64_t node = 0;
  int64_t size = 0;
  int64_t modified_ns = 0;
  int64_t changed_ns = 0;

  bool operator==(const Stamp&) const = default;
};

Stamp stamp_of(const struct stat& status);
/// True when a change after `now` must change the stamp.
bool is_settled(const Stamp& stamp, WallTime now);

struct FileText {
  std::string bytes;
  Stamp stamp;
};

/// Reads a regular file of at most `limit` bytes. The Problem does not name the file.
Result<FileText> read_regular(const std::filesystem::path& path, size_t limit);

/// Why a file of this status is not read, or nullopt.
std::optional<std::string> refusal_of(const struct stat& status, size_t limit);
/// Describes a failed `open` or `stat` of a name; `is_link` when the name is a link.
std::string failure_of(int error, bool is_link);

}  // namespace moonroom::files

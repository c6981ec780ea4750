// The hosts that a client has met, by their keys: trust on first use, as ssh does it. A line a
// host, "HOST:PORT SHA256:...", in which the second word is what the host prints at its start, so
// that people can compare and edit it; other lines are left alone. (GnuTLS has a file of this kind,
// too, but of whole keys that nobody can compare by eye, and it cannot say what it knew before.)
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace moonroom::secure {

/// What `name` (HOST:PORT, as a user writes it) is called in the file: lower case, without a dot at
/// its end, addresses in their shortest form, and `localhost` for this machine's own.
std::string canonical_host(std::string_view name);

class KnownHosts {
 public:
  /// Nothing is read or written yet; the file need not be there.
  explicit KnownHosts(std::filesystem::path path) : path_(std::move(path)) {}

  enum class Verdict { unknown, known, changed };
  struct Memory {
    Verdict verdict = Verdict::unknown;
    /// When it has changed: what it was, and where that is written, counted from 1.
    std::string fingerprint;
    size_t line = 0;
  };
  /// `name` as the user calls the host, with its port; lines about other names of the same host
  /// count (`canonical_host`). A Problem when the file cannot be read.
  Result<Memory> recall(std::string_view name, std::string_view fingerprint) const;
  /// Adds a line, and makes the file and its folder when they are missing.
  Result<void> remember(std::string_view name, std::string_view fingerprint);

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace moonroom::secure

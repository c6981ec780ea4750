// The hosts that a client knows, by their keys: trust on first use, as in ssh. One host per line,
// "HOST:PORT SHA256:...". The second word is what the host prints at its start, so that people can
// compare and edit it; other lines are ignored. (GnuTLS has such a file, too, but with whole keys
// that are hard to compare, and it cannot report the previous key.)
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace moonroom::secure {

/// The form of `name` (HOST:PORT, as a user writes it) in the file: lower case, without a trailing
/// dot, addresses in their shortest form, and `localhost` for this machine's loopback addresses.
std::string canonical_host(std::string_view name);

class KnownHosts {
 public:
  /// Does not access the file, which need not exist.
  explicit KnownHosts(std::filesystem::path path) : path_(std::move(path)) {}

  enum class Verdict { unknown, known, changed };
  struct Memory {
    Verdict verdict = Verdict::unknown;
    /// When the key has changed: the stored one, and its line in the file, counted from 1.
    std::string fingerprint;
    size_t line = 0;
  };
  /// Looks up a host by the name that the user gave, with its port. Lines with other names of the
  /// same host count (`canonical_host`). Fails when the file cannot be read.
  Result<Memory> recall(std::string_view name, std::string_view fingerprint) const;
  /// Appends a line, and creates the file and its folder if necessary.
  Result<void> remember(std::string_view name, std::string_view fingerprint);

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace moonroom::secure

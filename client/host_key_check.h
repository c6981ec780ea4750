// Whether a host is the one that it was: its key is compared with the one that was pinned, or else
// with the one that was seen at the first meeting, which is remembered (as ssh does it).
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "client/phrases.h"
#include "secure/known_hosts.h"

namespace moonroom::client {

class HostKeyCheck {
 public:
  struct Settings {
    /// As the user calls the host, with its port.
    std::string host;
    /// A fingerprint; then nothing is remembered.
    std::string pin;
    /// Empty: nothing can be remembered, and every meeting is the first.
    std::filesystem::path known_hosts;
    Language language = Language::english;
  };
  explicit HostKeyCheck(Settings settings) : settings_(std::move(settings)) {}

  /// `forgotten`: the first, and the key cannot be remembered, so that the next one is the first,
  /// too.
  enum class Meeting { first, again, forgotten };
  /// A Problem, in words for the user, when this key is not the host's.
  Result<Meeting> check(const std::string& fingerprint);
  /// Why the key of a `forgotten` one was not remembered.
  const std::string& problem_with_memory() const { return problem_with_memory_; }

 private:
  Result<Meeting> compare_with_pin(const std::string& fingerprint) const;
  std::string alarm(const std::string& fingerprint, const secure::KnownHosts::Memory& memory) const;

  Settings settings_;
  std::string problem_with_memory_;
};

/// In `config_folder()`; empty when the environment has no place for it.
std::filesystem::path known_hosts_place();

}  // namespace moonroom::client

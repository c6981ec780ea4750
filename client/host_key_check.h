// Verifies a host's identity: compares its key with the pinned one, or else with the one seen at
// the first contact, which is stored (trust on first use, as in ssh).
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
    /// The host as the user wrote it, with its port.
    std::string host;
    /// A pinned fingerprint; if set, nothing is stored.
    std::string pin;
    /// Empty: keys cannot be stored, and every contact is the first.
    std::filesystem::path known_hosts;
    Language language = Language::english;
  };
  explicit HostKeyCheck(Settings settings) : settings_(std::move(settings)) {}

  /// `forgotten`: a first contact whose key cannot be stored, so that the next one is a first
  /// contact, too.
  enum class Meeting { first, again, forgotten };
  /// A Problem, in words for the user, when this key is not the host's.
  Result<Meeting> check(const std::string& fingerprint);
  /// Why the key was not stored after `forgotten`.
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

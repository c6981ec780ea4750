// The status of the latest upgrade of a host: printed by `/upgrade last`, and read by `moonroomd
// upgrade`. Upgrades are numbered over the whole life of the process, across its programs, so that
// a caller can distinguish its own upgrade from an earlier one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moonroom::admin {

struct UpgradeStatus {
  enum class State {
    /// No upgrade was requested.
    none,
    /// The installed program is being checked, or is about to take over.
    checking,
    /// The earlier program keeps running: `text` says why.
    failed,
    /// The new program answers.
    done,
  };

  uint64_t number = 0;
  State state = State::none;
  /// One line.
  std::string text;

  bool operator==(const UpgradeStatus&) const = default;
};

/// "upgrade 3 failed: TEXT".
std::string to_text(const UpgradeStatus& status);

/// Parses the form of `to_text`. Nullopt for any other text, for example from an older host without
/// `/upgrade`.
std::optional<UpgradeStatus> parse_upgrade_status(std::string_view text);

}  // namespace moonroom::admin

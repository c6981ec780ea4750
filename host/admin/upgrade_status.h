// How the latest upgrade of a host went: what `/upgrade last` prints, and what `moonroomd upgrade`
// reads from it. Upgrades are numbered over the whole life of the process, also when it has become
// another program, so that a caller can tell its own upgrade from an earlier one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moonroom::admin {

struct UpgradeStatus {
  enum class State {
    /// No upgrade was asked for.
    none,
    /// The installed program is checked, or is about to take over.
    checking,
    /// The earlier program goes on: `text` says why.
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

/// Reads `to_text`'s form back. Nothing when it is another text, for example of an older host,
/// which knows no `/upgrade`.
std::optional<UpgradeStatus> parse_upgrade_status(std::string_view text);

}  // namespace moonroom::admin

// The result of a sanction, for the administrator who imposed it. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "room/event.h"
#include "wire/prefix.h"

namespace moonroom::relay {

struct SanctionResult {
  room::Sanction sanction;
  /// False: there is no such member or sanction, the name is invalid, or there are too many bans.
  bool is_done = false;
  /// The name of the member concerned; empty when no member is.
  std::string name{};
  /// For a ban, the removed members; for a lifted one, what was banned.
  std::vector<std::string> names{};
  /// The source of the member concerned, and other members there. Because of them a mute applies to
  /// the name only.
  std::optional<wire::Prefix> source{};
  std::vector<std::string> neighbours{};
};

}  // namespace moonroom::relay

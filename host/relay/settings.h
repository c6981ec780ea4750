// The settings of a room: the allowed text clients, the limits, the password.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"
#include "base/token_bucket.h"

namespace moonroom::relay {

/// The networks from which plain text is accepted: it is neither encrypted nor authenticated.
enum class Classic : uint8_t { lan, open, off };

struct Settings {
  Classic classic = Classic::lan;
  size_t max_members = 1000;
  /// Allows a fast typist and a paste of a screenful; nullopt: no limit.
  std::optional<Rate> lines = Rate{20, 40};
  /// For each source. A network gets four times as much, and all together forty times; our own
  /// network is held only to the limits of a source and of all. A class behind one NAT joins at
  /// once.
  std::optional<Rate> logins = Rate{20, 100};
  /// Text members who send nothing for longer are removed; reading silently is allowed until then.
  Duration idle_limit = std::chrono::hours(6);
  /// How long a member keeps their seat after their session is lost: long enough for a lift, a
  /// tunnel or a restart of the host.
  Duration away_limit = std::chrono::minutes(10);
  /// Empty: everybody can join. Otherwise nobody can join by text, because the password could be
  /// read on the way.
  std::string password;
  /// Generates the tokens that let members resume: 128 bits each, without blanks.
  std::function<std::string()> make_token;
  /// The digest of a token, which is stored in its place and can verify it.
  std::function<std::string(std::string_view token)> digest;
};

}  // namespace moonroom::relay

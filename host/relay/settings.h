// How a room is set up: from where text is taken, the limits, the password.
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

/// From where plain text is taken: it is neither encrypted nor authenticated.
enum class Classic : uint8_t { lan, open, off };

struct Settings {
  Classic classic = Classic::lan;
  size_t max_members = 1000;
  /// A fast typist and a paste of a screenful pass; nothing means no limit.
  std::optional<Rate> lines = Rate{20, 40};
  /// For each source; a network gets four times as much, and all together forty times (but our
  /// own network is held to the limits of a source and of all). A class behind one NAT comes in at
  /// once.
  std::optional<Rate> logins = Rate{20, 100};
  /// A silent reader is legal for so long. A text member who is silent for longer has left.
  Duration idle_limit = std::chrono::hours(6);
  /// How long a member keeps their seat after their session is lost: long enough for a lift, a
  /// tunnel or a host that is started again.
  Duration away_limit = std::chrono::minutes(10);
  /// Empty: everybody may come in. Else nobody by text, which anybody on the way could read.
  std::string password;
  /// Makes the secrets that let members come back: 128 bits each, in words without blanks.
  std::function<std::string()> make_token;
  /// The digest of a token, which is kept in its place: it shows whether a token is the same.
  std::function<std::string(std::string_view token)> digest;
};

}  // namespace moonroom::relay

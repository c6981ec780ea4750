// The sessions that have sent the room's password, and the rate limit on guesses. Pure; time is an
// argument.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "relay/settings.h"
#include "relay/stats.h"
#include "room/host_messages.h"
#include "wire/source_rate.h"

namespace moonroom::relay {

class PasswordGate {
 public:
  /// Both must outlive this.
  PasswordGate(const Settings& settings, Stats& stats);

  /// Sends no answer: the login that follows gets one.
  void try_word(std::string_view word, const wire::Endpoint& from, SteadyTime now);
  /// True when logins from there are refused. Text clients cannot send the password.
  bool is_locked(const wire::Endpoint& from) const;
  /// The reason, one of `host_messages`.
  const std::string& reason(const wire::Endpoint& from,
                            const room::HostMessages& host_messages) const;
  void forget(wire::SessionId session) { guesses_.erase(session); }

 private:
  enum class Guess : uint8_t { right, wrong, too_often };

  const Settings& settings_;
  Stats& stats_;
  wire::SourceRate rate_;
  std::unordered_map<wire::SessionId, Guess> guesses_;
};

}  // namespace moonroom::relay

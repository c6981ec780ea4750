// Which sessions have said the room's password, and how often others guess. Pure; time is an
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

  /// Not answered: the login that follows is.
  void try_word(std::string_view word, const wire::Endpoint& from, SteadyTime now);
  /// A login from there is refused. By text the password cannot be said.
  bool is_locked(const wire::Endpoint& from) const;
  /// Why it is; one of `phrases`.
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

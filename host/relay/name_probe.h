// Logins that wait while the holder of their name is probed, because a crashed client cannot report
// that its name is free. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/moment.h"
#include "room/event.h"
#include "wire/connection.h"

namespace moonroom::relay {

/// The time limit of a probe. The machine of a dead client answers within a round trip, and the
/// newcomer must have an answer within 200 ms, the verdict included.
constexpr auto kProbeTimeout = std::chrono::milliseconds(120);

/// A holder who was probed so recently and is still here is alive. Each probe shows as a blank line
/// on the screen of a classic client.
constexpr auto kProbeHolds = std::chrono::seconds(2);

struct PendingLogin {
  wire::Connection from;
  std::string name;
  room::MemberId holder = 0;
  SteadyTime until;
  /// The reason why nobody can have this name; `name` is then its form for the refusal.
  room::NameConflict problem = room::NameConflict::none;
};

class NameProbes {
 public:
  void add(PendingLogin newcomer) { waiting_.push_back(std::move(newcomer)); }
  /// True while this endpoint waits for this name: a repeated login.
  bool contains(const wire::Endpoint& from, std::string_view name) const;
  void forget(const wire::Endpoint& from);
  /// When the holder was last probed, if that still counts.
  std::optional<SteadyTime> probed_at(room::MemberId holder, SteadyTime now) const;
  void note_probe(room::MemberId holder, SteadyTime now) { probed_[holder] = now; }
  /// Removes and returns the logins that wait for this holder's name, which is free.
  std::vector<PendingLogin> take_waiting_for(room::MemberId holder);
  /// Removes and returns the logins whose probe has timed out: their holder is alive.
  std::vector<PendingLogin> take_expired(SteadyTime now);
  std::optional<SteadyTime> next() const;
  size_t size() const { return waiting_.size(); }

 private:
  // In order of arrival, which is the order of `until`.
  std::vector<PendingLogin> waiting_;
  std::unordered_map<room::MemberId, SteadyTime> probed_;
};

}  // namespace moonroom::relay

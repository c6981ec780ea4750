// Those who asked for a name that somebody has: they wait at the door for a moment while the holder
// is probed, because he may be dead and unable to say so. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/moment.h"
#include "room/event.h"

namespace moonroom::relay {

/// How long a holder's silence is waited for. A dead client's machine answers a probe within a
/// round trip; the one who asks gets his answer within 200 ms, judging included.
constexpr auto kProbePatience = std::chrono::milliseconds(120);

/// A holder who was probed so long ago and is still here lives; each probe is a blank line on the
/// screen of a classic client.
constexpr auto kProbeHolds = std::chrono::seconds(2);

struct Waiting {
  wire::Endpoint from;
  std::string name;
  bool ends_lines = false;
  room::MemberId holder = 0;
  SteadyTime until;
  /// Why this can be nobody's name; `name` is then what a refusal shows of it.
  room::Conflict problem = room::Conflict::none;
};

class Doorstep {
 public:
  void wait(Waiting newcomer) { waiting_.push_back(std::move(newcomer)); }
  /// True while somebody at this endpoint waits for this name: his request was repeated.
  bool holds(const wire::Endpoint& from, std::string_view name) const;
  void forget(const wire::Endpoint& from);
  /// When the holder was probed last, if that is so recent that it still counts.
  std::optional<SteadyTime> probed_at(room::MemberId holder, SteadyTime now) const;
  void note_probe(room::MemberId holder, SteadyTime now) { probed_[holder] = now; }
  /// Takes out those whose holder is gone.
  std::vector<Waiting> freed_by(room::MemberId holder);
  /// Takes out those who have waited long enough: their holder lives.
  std::vector<Waiting> patient(SteadyTime now);
  std::optional<SteadyTime> next() const;
  size_t size() const { return waiting_.size(); }

 private:
  // In order of arrival, which is the order of `until`.
  std::vector<Waiting> waiting_;
  std::unordered_map<room::MemberId, SteadyTime> probed_;
};

}  // namespace moonroom::relay

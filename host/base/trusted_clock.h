// How much time has passed, counted so that a wrong wall clock cannot end a ban or delete an entry.
// Pure. While the machine is up, its uptime counts. Across a reboot only the wall clock can tell
// how long the machine was off, and it may be wrong: what it claims is counted after a day of
// running in which it claimed no less.
//
// Its owner calls `advance` each turn, and keeps `state` for the next start. The result never goes
// backwards. It is comparable with itself alone; people are shown the wall clock.
//
// Two cases cannot be told apart by any clock: a machine that was off for a year, and one whose
// clock is a year ahead for more than a day of running after a reboot. Both are counted.
#pragma once

#include <optional>
#include <string>

#include "base/moment.h"

namespace moonroom {

class TrustedClock {
 public:
  using Span = WallTime::duration;

  /// What the machine knows: time since its boot, suspended time included, and which boot that was.
  struct Machine {
    WallTime wall;
    Span up{};
    std::string boot;
  };

  struct State {
    WallTime trusted;
    /// What the wall clock shows beyond `trusted`, as far as a day of running has confirmed it.
    Span calendar{};
    /// The largest such difference that is known to be a correction of the clock.
    Span corrected{};
    /// When `calendar` last changed, in trusted time; zero: never.
    WallTime calendar_since{};
    /// The machine was off since, for an unknown time.
    bool gap = false;
    /// A wall clock that can be right has been seen.
    bool anchored = false;
    /// The running time of the present observation, and the extremes of the difference in it.
    Span observed{};
    Span least{};
    Span most{};
    Span up{};
    std::string boot;

    bool operator==(const State&) const = default;
  };

  /// Without a `kept` state, `latest` is the time of what was recorded last, if anything was.
  TrustedClock(const std::optional<State>& kept, std::optional<WallTime> latest,
               const Machine& machine);

  /// Returns the trusted time. `up` is of the same boot.
  WallTime advance(WallTime wall, Span up);

  /// How far the wall clock is ahead of the time that it is expected to show.
  Span doubt() const { return wall_ - (state_.trusted + state_.calendar); }
  /// The wall clock is before this program was written.
  bool is_absurd() const;
  /// For names of files by date: the wall clock's, or the expected one while they are more than a
  /// day apart.
  WallTime calendar() const;
  /// How long dates have meant what they mean now.
  std::optional<Span> calendar_age() const;

  /// A change that people are told of.
  struct Step {
    enum class Kind {
      /// The wall clock jumped while the host ran.
      jumped,
      /// At a start it was far from the expected time.
      began_apart,
      /// Time that the machine was off is counted now.
      counted,
    };
    Kind kind{};
    Span by{};
  };
  std::optional<Step> pop_step();

  const State& state() const { return state_; }

 private:
  void begin_fresh(std::optional<WallTime> latest);
  void resume(const Machine& machine);
  void observe(Span elapsed);
  void conclude();
  void anchor();
  void begin_observation();
  Span apart() const { return wall_ - state_.trusted; }

  State state_;
  WallTime wall_;
  // Of this run; the first minutes are not observed, because the network corrects the clock then.
  Span running_{};
  std::optional<Step> step_;
};

}  // namespace moonroom

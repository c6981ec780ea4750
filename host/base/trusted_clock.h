// Measures elapsed time such that a wrong wall clock cannot end a ban or delete an entry. Pure.
// While the machine is up, its uptime counts. Across a reboot only the wall clock shows how long
// the machine was off, and it can be wrong: the gap that it shows is added after a day of running
// in which the clock showed no less.
//
// The owner calls `advance` each turn, and stores `state` for the next start. The result never goes
// backwards. It is only comparable with itself; users see the wall clock.
//
// No clock can distinguish a machine that was off for a year from one whose clock has been a year
// ahead for more than a day of running after a reboot. Both are counted.
#pragma once

#include <optional>
#include <string>

#include "base/moment.h"

namespace moonroom {

class TrustedClock {
 public:
  using Span = WallTime::duration;

  /// The machine's clocks: the wall clock, the time since its boot (suspended time included), and
  /// the boot's id.
  struct Machine {
    WallTime wall;
    Span up{};
    std::string boot;
  };

  struct State {
    WallTime trusted;
    /// The confirmed difference of the wall clock to `trusted`: a day of running has confirmed it.
    Span calendar{};
    /// The largest such difference that is known to be a correction of the clock.
    Span corrected{};
    /// When `calendar` last changed, in trusted time; zero: never.
    WallTime calendar_since{};
    /// The machine has been off since, for an unknown time.
    bool gap = false;
    /// A plausible wall clock has been seen.
    bool anchored = false;
    /// The running time of the current observation, and the extremes of the difference in it.
    Span observed{};
    Span least{};
    Span most{};
    Span up{};
    std::string boot;

    bool operator==(const State&) const = default;
  };

  /// Without a `kept` state, `latest` is the time of the latest record, if there is one.
  TrustedClock(const std::optional<State>& kept, std::optional<WallTime> latest,
               const Machine& machine);

  /// Returns the trusted time. `up` must be of the same boot.
  WallTime advance(WallTime wall, Span up);

  /// How far the wall clock is ahead of the expected time.
  Span doubt() const { return wall_ - (state_.trusted + state_.calendar); }
  /// True when the wall clock shows a time before this program was written.
  bool is_absurd() const;
  /// The date for file names: the wall clock's, or the expected one while they are more than a day
  /// apart.
  WallTime calendar() const;
  /// How long dates have had their present meaning.
  std::optional<Span> calendar_age() const;

  /// A change to report to the administrator.
  struct Step {
    enum class Kind {
      /// The wall clock jumped while the host ran.
      jumped,
      /// At a start the wall clock was far from the expected time.
      began_apart,
      /// The time that the machine was off has been added.
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
  // The running time of this process. The first minutes are not observed, because the network
  // corrects the clock then.
  Span running_{};
  std::optional<Step> step_;
};

}  // namespace moonroom

#include "base/trusted_clock.h"

#include <algorithm>
#include <utility>

namespace moonroom {
namespace {

using Span = TrustedClock::Span;

// Midnight, 1 January 2024, UTC: no correct clock shows less.
constexpr WallTime kOldest{std::chrono::seconds(1704067200)};

constexpr Span kObservation = std::chrono::hours(24);
constexpr Span kSettling = std::chrono::minutes(10);

// A smaller difference is drift or slewing.
constexpr Span kJump = std::chrono::minutes(1);
constexpr Span kStable = std::chrono::hours(1);
constexpr Span kDay = std::chrono::hours(24);

}  // namespace

TrustedClock::TrustedClock(const std::optional<State>& kept, std::optional<WallTime> latest,
                           const Machine& machine)
    : wall_(machine.wall) {
  if (kept) {
    state_ = *kept;
    resume(machine);
  } else {
    begin_fresh(latest);
  }
  state_.up = machine.up;
  state_.boot = machine.boot;
  if (!is_absurd()) anchor();
  if (doubt() > kDay || doubt() < -kDay) step_ = Step{Step::Kind::began_apart, doubt()};
}

// The earlier of the two, because a recorded time can come from a wrong clock as well.
void TrustedClock::begin_fresh(std::optional<WallTime> latest) {
  const auto wall = std::max(wall_, kOldest);
  state_.gap = latest.has_value();
  state_.trusted = latest && !is_absurd() ? std::min(std::max(*latest, kOldest), wall)
                                          : std::max(latest.value_or(wall), kOldest);
  state_.anchored = latest || !is_absurd();
  begin_observation();
}

void TrustedClock::resume(const Machine& machine) {
  const bool same_boot =
      !machine.boot.empty() && machine.boot == state_.boot && machine.up >= state_.up;
  if (same_boot)
    state_.trusted += machine.up - state_.up;
  else
    state_.gap = true;
}

bool TrustedClock::is_absurd() const {
  return wall_ < kOldest;
}

// The first plausible clock: no gap to add.
void TrustedClock::anchor() {
  if (std::exchange(state_.anchored, true)) return;
  state_.calendar = state_.corrected = apart();
  state_.calendar_since = state_.trusted;
  begin_observation();
}

WallTime TrustedClock::advance(WallTime wall, Span up) {
  const auto elapsed = std::max(up - state_.up, Span::zero());
  const auto jump = wall - wall_ - elapsed;
  state_.trusted += elapsed;
  state_.up = std::max(state_.up, up);
  wall_ = wall;
  if (jump > kJump || jump < -kJump) step_ = Step{Step::Kind::jumped, jump};
  if (!is_absurd()) {
    anchor();
    observe(elapsed);
  }
  return state_.trusted;
}

void TrustedClock::observe(Span elapsed) {
  running_ += elapsed;
  if (running_ < kSettling) return;
  if (state_.observed == Span::zero()) begin_observation();
  state_.observed += elapsed;
  state_.least = std::min(state_.least, apart());
  state_.most = std::max(state_.most, apart());
  if (state_.observed >= kObservation) conclude();
}

// The difference stayed at least this large for a day of running: after a reboot it was elapsed
// time, else a correction.
void TrustedClock::conclude() {
  const bool stable = state_.most - state_.least <= kStable;
  const auto missed = std::max(state_.least - state_.corrected, Span::zero());
  if (state_.gap && missed > Span::zero()) {
    state_.trusted += missed;
    if (missed > kDay) step_ = Step{Step::Kind::counted, missed};
  } else if (stable && !state_.gap) {
    state_.corrected = std::max(state_.corrected, state_.least);
  }
  if (stable) {
    state_.gap = false;
    const auto moved = apart() - state_.calendar;
    if (moved > kStable || moved < -kStable) state_.calendar_since = state_.trusted;
    state_.calendar = apart();
  }
  begin_observation();
}

void TrustedClock::begin_observation() {
  state_.observed = Span::zero();
  state_.least = state_.most = apart();
}

WallTime TrustedClock::calendar() const {
  const auto doubtful = is_absurd() || doubt() > kDay || doubt() < -kDay;
  return doubtful ? state_.trusted + state_.calendar : wall_;
}

std::optional<Span> TrustedClock::calendar_age() const {
  if (state_.calendar_since == WallTime()) return std::nullopt;
  return state_.trusted - state_.calendar_since;
}

std::optional<TrustedClock::Step> TrustedClock::pop_step() {
  return std::exchange(step_, std::nullopt);
}

}  // namespace moonroom

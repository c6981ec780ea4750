#include "logging/clock_watch.h"

#include <fmt/format.h>

#include "process/clocks.h"

namespace moonroom::logging {
namespace {

using Step = TrustedClock::Step;

// Between readings the steady clock counts, which stops while the machine sleeps.
constexpr auto kBetweenReads = std::chrono::minutes(1);

// A power cut loses at most this much of the count: bans end so much later.
constexpr auto kBetweenKeeps = std::chrono::minutes(10);

// The interval of warnings about a clock that keeps jumping.
constexpr auto kBetweenWarnings = std::chrono::minutes(10);

// As long as logs are kept: until then, file names can contain wrong dates.
constexpr auto kDatesHold = std::chrono::days(30);

std::string in_words(TrustedClock::Span span) {
  const auto length = span < TrustedClock::Span::zero() ? -span : span;
  const auto days = std::chrono::duration_cast<std::chrono::days>(length).count();
  if (days >= 2) return fmt::format("{} days", days);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(length).count();
  return minutes >= 120 ? fmt::format("{} hours", minutes / 60)
                        : fmt::format("{} minutes", minutes);
}

std::string in_words(const Step& step) {
  const auto length = in_words(step.by);
  const auto* const where = step.by > TrustedClock::Span::zero() ? "ahead" : "back";
  switch (step.kind) {
    case Step::Kind::jumped:
      return fmt::format(
          "the machine's clock jumped {} by {}: bans, mutes and what is kept go on by the time "
          "that "
          "has passed",
          where, length);
    case Step::Kind::began_apart:
      return fmt::format(
          "the machine's clock is {} {} the time that this host expects: if it is wrong, set it "
          "(timedatectl); bans, mutes and what is kept take no notice before a day of running has "
          "confirmed it",
          length, where == std::string_view("ahead") ? "ahead of" : "behind");
    case Step::Kind::counted:
      return fmt::format("the machine was off for {}: this counts now for bans and what is kept",
                         length);
  }
  return {};
}

}  // namespace

void ClockWatch::begin(std::optional<WallTime> latest) {
  const auto now = process::moment();
  up_ = process::uptime().value_or(
      std::chrono::duration_cast<TrustedClock::Span>(now.steady.time_since_epoch()));
  read_at_ = now.steady;
  clock_.emplace(store_.stored_clock(), latest,
                 TrustedClock::Machine{now.wall, up_, process::boot_id()});
  keep();
}

Moment ClockWatch::now() {
  auto now = process::moment();
  now.trusted = clock_->advance(now.wall, up_at(now.steady));
  report();
  if (now.steady - kept_at_ >= kBetweenKeeps) keep();
  return now;
}

LogTime ClockWatch::log_time(const Moment& now) const {
  const auto age = clock_->calendar_age();
  return {now.steady, now.wall, clock_->calendar(), !age || *age > kDatesHold};
}

TrustedClock::Span ClockWatch::up_at(SteadyTime now) {
  const auto since = std::chrono::duration_cast<TrustedClock::Span>(now - read_at_);
  if (since < kBetweenReads && since >= TrustedClock::Span::zero()) return up_ + since;
  up_ = process::uptime().value_or(up_ + since);
  read_at_ = now;
  return up_;
}

void ClockWatch::keep() {
  store_.put_clock(clock_->state());
  kept_at_ = read_at_;
}

void ClockWatch::report() {
  const auto step = clock_->pop_step();
  if (!step) return;
  keep();
  if (told_at_ && read_at_ - *told_at_ < kBetweenWarnings) return;
  told_at_ = read_at_;
  log_.warning(in_words(*step));
}

}  // namespace moonroom::logging

// How long a session exists: a member's until some time after its last packet, a newcomer's for
// 30 s, a closed one until its close is answered. Pure; its owner calls `check` at `next_due`.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/moment.h"

namespace moonroom::session {

class Lifetime {
 public:
  /// An idle client sends a packet every ten seconds; after this time without any, it counts as
  /// gone.
  static constexpr auto kSilence = std::chrono::seconds(45);
  /// A session without its member is kept a bit longer than the room keeps the seat.
  static constexpr auto kForgotten = std::chrono::minutes(11);
  /// Time to send a name, or a password and a name; a person who takes longer gets another session.
  static constexpr auto kUntilAdmitted = std::chrono::seconds(30);
  /// Enough for a close that is lost a few times.
  static constexpr auto kCloseWait = std::chrono::seconds(3);

  explicit Lifetime(SteadyTime now) : last_received_(now) {}

  /// A packet has arrived. Returns true when the session was silent.
  bool on_received(SteadyTime now) {
    last_received_ = now;
    return std::exchange(is_silent_, false);
  }
  void mark_silent() { is_silent_ = true; }
  /// The session has no member; it ends in 30 s, even if messages arrive.
  void mark_newcomer(SteadyTime now) { admitted_by_ = now + kUntilAdmitted; }
  void mark_member() { admitted_by_.reset(); }
  /// The close is sent now.
  void mark_closing(SteadyTime now) { close_deadline_ = now + kCloseWait; }

  bool is_newcomer() const { return admitted_by_.has_value(); }
  bool is_closing() const { return close_deadline_.has_value(); }

  enum class Check : uint8_t {
    unchanged,
    /// Nothing has been received for `kSilence`, for the first time since the last packet.
    silent,
    /// It has waited too long for a member or for a packet.
    expired,
    /// Its close has been answered, or the time for an answer is over.
    closed,
  };
  /// `is_close_answered`: the peer has closed too.
  Check check(SteadyTime now, bool is_close_answered) const {
    const auto silence = now - last_received_;
    if (is_closing() && (now >= *close_deadline_ || is_close_answered)) return Check::closed;
    const bool is_late = silence >= kForgotten || (admitted_by_ && now >= *admitted_by_);
    if (!is_closing() && is_late) return Check::expired;
    return silence >= kSilence && !is_silent_ ? Check::silent : Check::unchanged;
  }
  SteadyTime next_due() const {
    const auto due = last_received_ + (is_silent_ ? Duration(kForgotten) : Duration(kSilence));
    if (is_closing()) return std::min(due, *close_deadline_);
    return admitted_by_ ? std::min(due, *admitted_by_) : due;
  }

 private:
  SteadyTime last_received_;
  std::optional<SteadyTime> admitted_by_;
  std::optional<SteadyTime> close_deadline_;
  bool is_silent_ = false;
};

}  // namespace moonroom::session

// Whether the host answers, as a client sees it: when to probe it, when the connection is lost, and
// when to give up the goodbye. Pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "session/close_timer.h"
#include "session/keep_alive.h"

namespace moonroom::session {

class Liveness {
 public:
  explicit Liveness(SteadyTime now) : keep_alive_(now) {}

  void begin_session(SteadyTime now) { keep_alive_ = KeepAlive(now); }
  /// A packet of the session has arrived. Returns true when the connection was lost.
  bool on_received(SteadyTime now) {
    keep_alive_.on_received(now);
    on_sign_of_host(now);
    return std::exchange(is_lost_, false);
  }
  /// A datagram outside the session shows that a host runs there.
  void on_sign_of_host(SteadyTime now) {
    if (close_timer_) close_timer_->on_received(now);
  }
  /// The host's machine reports that no socket is open there.
  void on_unreachable(SteadyTime now) {
    if (close_timer_) close_timer_->on_refused(now);
  }
  void on_sent(SteadyTime now) { keep_alive_.on_sent(now); }
  void on_probe_sent(SteadyTime now) { keep_alive_.on_probe_sent(now); }

  void begin_close(SteadyTime now, Duration round_trip) { close_timer_.emplace(now, round_trip); }
  /// Only after `begin_close`, as `gives_up`.
  void hurry() { close_timer_->hurry(); }
  /// Nothing was received for long.
  bool is_lost() const { return is_lost_; }
  /// The goodbye need not wait for the host.
  bool is_hopeless() const { return is_lost_ && close_timer_ && close_timer_->is_hurried(); }

  /// What the owner knows about its session.
  struct Session {
    bool is_open = false;
    /// A sent message has not been acknowledged.
    bool is_waiting = false;
    /// The host has received all lines.
    bool has_delivered = false;
  };
  bool gives_up(SteadyTime now, const Session& session) const {
    return close_timer_ && now >= close_timer_->deadline(session.has_delivered);
  }

  enum class Probe : uint8_t {
    none,
    sent,
    /// The same, and the earlier probes had no answer: the connection is lost from now on.
    sent_and_lost,
  };
  /// Tells whether a probe must be sent now, and counts it as sent.
  Probe try_probe(SteadyTime now, const Session& session) {
    const bool for_close = close_timer_ && now >= close_timer_->next_probe();
    const bool for_session = session.is_open && now >= keep_alive_.next_due(session.is_waiting);
    if (for_close) close_timer_->on_probe_sent(now);
    if (for_session) keep_alive_.on_probe_sent(now);
    if (for_session && keep_alive_.is_lost() && !std::exchange(is_lost_, true))
      return Probe::sent_and_lost;
    return for_close || for_session ? Probe::sent : Probe::none;
  }
  /// SteadyTime::max() when never.
  SteadyTime next_due(const Session& session) const {
    auto due = SteadyTime::max();
    if (close_timer_)
      due = std::min(close_timer_->deadline(session.has_delivered), close_timer_->next_probe());
    return session.is_open ? std::min(due, keep_alive_.next_due(session.is_waiting)) : due;
  }

 private:
  KeepAlive keep_alive_;
  // Exists while the client is leaving.
  std::optional<CloseTimer> close_timer_;
  bool is_lost_ = false;
};

}  // namespace moonroom::session

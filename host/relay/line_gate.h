// Decides whether a line is submitted, deferred or refused before it is judged. Lines of text
// members over the rate limit are refused. Lines of sessions have been acknowledged, so they are
// queued in order (relay/deferred_lines.h). Pure; time is an argument.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "relay/deferred_lines.h"
#include "relay/dynamic_threshold.h"
#include "relay/event_gate.h"
#include "relay/replies.h"
#include "relay/stats.h"

namespace moonroom::relay {

struct LineDecision {
  enum class Kind : uint8_t { submit, defer, refuse };
  Kind kind = Kind::submit;
  /// For a refusal: one word of the protocol.
  std::string_view why{};
  /// The message to the author, or null.
  const std::string* words = nullptr;
};

/// A received line. `number` is the author's own count, or 0 by text.
struct IncomingLine {
  room::MemberId who = 0;
  std::string_view text;
  uint64_t number = 0;
};

class LineGate {
 public:
  /// All must outlive this.
  struct Parts {
    const Settings& settings;
    room::RoomState& state;
    EventGate& gate;
    const Replies& replies;
    Stats& stats;
  };
  explicit LineGate(const Parts& parts);

  /// For text members.
  LineDecision decide(room::MemberId who, SteadyTime now);
  /// For sessions, whose lines can be deferred.
  LineDecision decide_acknowledged(const IncomingLine& line, SteadyTime now);

  /// Carries out the decision.
  void receive(const IncomingLine& line, const Turn& turn);
  void receive_acknowledged(const IncomingLine& line, const Turn& turn);
  /// Answers a line of a text member that is too long to be read; it counts as a line.
  void refuse_too_long(room::MemberId who, const Turn& turn);
  /// The member leaves after their deferred lines. False when there are none.
  bool defer_leave(room::MemberId who);

  /// Submits deferred lines that the rate allows by now. Returns members who leave after theirs.
  std::vector<room::MemberId> release(const Turn& turn);
  /// The member's oldest line has been judged. Returns how long it was queued.
  Duration on_judged(room::MemberId who, SteadyTime now);
  void forget(room::MemberId who);
  std::optional<SteadyTime> next_due() const;

 private:
  LineDecision decide_by_rate(room::MemberId who, SteadyTime now);
  bool has_room(room::MemberId who) const;
  void submit(const IncomingLine& line, const Turn& turn);
  void refuse(const IncomingLine& line, const LineDecision& decision, const Turn& turn);

  Parts parts_;
  RateLimit<room::MemberId> rate_;
  DeferredLines deferred_;
  DynamicThreshold load_;
  // Limits how often a member is told that the room is busy.
  RateLimit<room::MemberId> complaints_;
  SteadyTime next_release_{};
  // The line that is being submitted, in reused memory.
  room::Event event_ = room::MessageEvent();
};

}  // namespace moonroom::relay

// Decides what becomes of a line before it is judged: submitted, deferred or refused. Lines of text
// members that come too fast are refused; lines of sessions have been acknowledged, so they wait in
// order (relay/deferred_lines.h). Pure; time is an argument.
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
  /// Of a refusal: one word of the protocol.
  std::string_view why{};
  /// What the author is told, or null.
  const std::string* words = nullptr;
};

/// A line as it came in. `number` is the one in its author's own count, or 0 by text.
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

  /// Of text members.
  LineDecision decide(room::MemberId who, SteadyTime now);
  /// Of sessions, whose lines may wait.
  LineDecision decide_acknowledged(const IncomingLine& line, SteadyTime now);

  /// Does what was decided.
  void receive(const IncomingLine& line, const Turn& turn);
  void receive_acknowledged(const IncomingLine& line, const Turn& turn);
  /// True while the member may speak so fast; counted as a line.
  bool check_rate(room::MemberId who, const Turn& turn);
  /// The member leaves behind the lines that wait. False when none do.
  bool defer_leave(room::MemberId who);

  /// Submits deferred lines that may be said by now. Returns members who leave behind theirs.
  std::vector<room::MemberId> release(const Turn& turn);
  /// The oldest line of this member has been judged. Returns for how long it has waited.
  Duration on_judged(room::MemberId who, SteadyTime now);
  void forget(room::MemberId who);
  std::optional<SteadyTime> next_due() const;

 private:
  bool has_room(room::MemberId who) const;
  void submit(const IncomingLine& line, const Turn& turn);
  void refuse(const IncomingLine& line, const LineDecision& decision, const Turn& turn);

  Parts parts_;
  RateLimit<room::MemberId> rate_;
  DeferredLines deferred_;
  DynamicThreshold load_;
  // How often a member is told that the room is busy.
  RateLimit<room::MemberId> complaints_;
  SteadyTime next_release_{};
  // The line on its way to the judge, always in the same memory.
  room::Event event_ = room::MessageEvent();
};

}  // namespace moonroom::relay

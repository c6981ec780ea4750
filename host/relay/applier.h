// Applies a judged event to the room, and performs the actions that plugins asked for. Pure.
#pragma once

#include <optional>
#include <string>

#include "relay/address_challenge.h"
#include "relay/effects.h"
#include "relay/line_gate.h"
#include "relay/moderation.h"
#include "relay/poster.h"
#include "relay/replies.h"
#include "relay/timers.h"
#include "room/judge.h"

namespace moonroom::relay {

class Applier {
 public:
  /// All must outlive this.
  struct Parts {
    const Settings& settings;
    room::RoomState& state;
    LineGate& lines;
    Moderation& moderation;
    const AddressChallenge& challenge;
    Poster& poster;
    const Replies& replies;
    Timers& timers;
    Effects& effects;
    Stats& stats;
  };
  explicit Applier(const Parts& parts) : parts_(parts) {}

  void apply(const room::Judged& judged, const Turn& turn);

 private:
  /// A member's accepted line, while its actions are performed.
  struct CurrentLine {
    const room::MessageEvent* saying = nullptr;
    bool is_command = false;
    /// The first entry in the author's name, if there is one, and its text if it differs.
    uint64_t entry = 0;
    std::optional<std::string> changed{};
  };

  void apply_event(const room::JoinEvent& joining, const room::Verdict& verdict, const Turn& turn);
  void apply_event(const room::MessageEvent& saying, const room::Verdict& verdict,
                   const Turn& turn);
  void apply_event(const room::LeaveEvent& leaving, const room::Verdict& verdict, const Turn& turn);
  void apply_event(const room::TimerDue& timer, const room::Verdict& verdict, const Turn& turn);
  void apply_event(const room::AdminCommandEvent& command, const room::Verdict& verdict,
                   const Turn& turn);
  template <class Other>
  void apply_event(const Other&, const room::Verdict&, const Turn&) {}
  void admit(const room::JoinEvent& joining);

  void perform_all(const room::Verdict& verdict, const Turn& turn);
  void perform(const room::Post& post, const Turn& turn);
  void perform(const room::Kick& wish, const Turn& turn);
  void perform(const room::SetTimer& timer, const Turn& turn);
  void perform(const room::Cancel& wish, const Turn& turn);
  void perform(const room::Mute& wish, const Turn& turn);
  void perform(const room::Ban& wish, const Turn& turn);
  void perform(const room::StorePut& wish, const Turn& turn);
  void perform(const room::ForgetCallbacks& all, const Turn& turn);
  void perform(const room::Lifecycle& life, const Turn& turn);
  template <class Request>
  void perform(const Request& request, const Turn&) {
    parts_.effects.requests.emplace_back(request);
  }

  void set_subject(const room::Event& event);
  bool is_current_line(const room::Post& post) const;
  const room::Action* line_of(const room::Verdict& verdict) const;
  void note_entry(const room::Entry& entry, const Turn& turn);
  void confirm_line(const Turn& turn);

  Parts parts_;
  // The current event. These are fields so that a line does not allocate.
  Subject subject_;
  std::optional<CurrentLine> line_;
};

}  // namespace moonroom::relay

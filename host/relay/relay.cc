#include "relay/relay.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "text/text.h"

namespace moonroom::relay {
namespace {

// Lines that leave together share system calls and packets; a larger batch no longer fits the
// processor's caches and costs more.
constexpr size_t kLinesPerPass = 32;

// The kernel sends this in some 30 ms, and lines to a thousand members still leave in batches.
constexpr size_t kMaxWeightAPass = 16384;

}  // namespace

Relay::Relay(Settings settings, room::RoomState& state, room::Judge& judge)
    : settings_(std::move(settings)),
      state_(state),
      gate_(state, judge),
      broadcaster_(state.host_messages),
      replies_(settings_, state, broadcaster_),
      poster_(state, broadcaster_, stats_),
      lines_({settings_, state, gate_, replies_, stats_}),
      passwords_(settings_, stats_),
      membership_({state, gate_, lines_, probes_, passwords_}),
      challenge_({settings_, state, gate_, membership_, replies_, stats_}),
      admission_({settings_, state, gate_, membership_, probes_, passwords_, challenge_, replies_,
                  stats_}),
      presence_({settings_, state, gate_, membership_, poster_}),
      moderation_({state, membership_, poster_, replies_, effects_}),
      resumption_({settings_, state, gate_, admission_, membership_, presence_, poster_, replies_,
                   effects_, stats_}),
      line_(state, poster_, replies_),
      actions_({line_, moderation_, poster_, timers_, effects_}),
      applier_({settings_, state, gate_, lines_, moderation_, presence_, resumption_, challenge_,
                line_, actions_, replies_, timers_, effects_, stats_}),
      text_({settings_, state, admission_, challenge_, lines_, replies_, stats_}),
      sessions_(
          {state, admission_, passwords_, membership_, lines_, resumption_, replies_, stats_}) {}

void Relay::restore(room::Snapshot snapshot, const Turn& turn) {
  for (const auto& seat : snapshot.members)
    if (seat.ticket) replies_.expire_session(seat.endpoint, turn);
  state_.room.restore(snapshot.members, snapshot.last_member, turn.now);
  state_.log.restore(std::move(snapshot.entries), snapshot.last_entry);
  state_.sanctions.restore(snapshot.bans, snapshot.mutes);
  state_.lines_said = snapshot.lines_said;
  for (const auto& entry : state_.log.after(snapshot.sent))
    broadcaster_.deliver(entry, 0, state_.room, turn.out);
}

bool Relay::announce(std::string_view text, Moment now) {
  if (gate_.is_busy()) return false;
  gate_.submit(room::AnnouncementEvent{text::visible(text)}, now);
  return true;
}

bool Relay::command(std::string_view text, Moment now) {
  if (gate_.is_busy()) return false;
  gate_.submit(room::AdminCommandEvent{text::visible(text)}, now);
  return true;
}

void Relay::close(const Turn& turn) {
  admission_.refuse_pending(turn);
  gate_.submit(room::CloseEvent{}, turn.now);
}

void Relay::close_now(const Turn& turn) {
  moderation_.close(turn);
  gate_.release_all(turn.now);
}

bool Relay::apply_verdicts(const Turn& turn) {
  bool is_done = false;
  for (size_t lines = 0; lines < kLinesPerPass && turn.out.weight() < kMaxWeightAPass;) {
    const auto* judged = gate_.next();
    is_done = judged == nullptr;
    if (is_done) break;
    if (std::holds_alternative<room::MessageEvent>(judged->event)) ++lines;
    gate_.on_applied(judged->event);
    applier_.apply(*judged, turn);
  }
  gate_.submit_waiting(turn.now);
  return is_done;
}

void Relay::tick(const Turn& turn) {
  state_.log.trim();
  admission_.submit_unanswered(turn.now);
  // A timer can wait for the judge, a line cannot. A late timer fires once the judge has capacity.
  if (!gate_.is_busy())
    for (const auto& timer : timers_.due(turn.now.steady)) gate_.submit(timer, turn.now);
  sessions_.release(turn);
  if (!presence_.is_due(turn.now.steady)) return;
  presence_.check(turn.now);
  challenge_.expire(turn.now.steady);
}

std::optional<SteadyTime> Relay::next_due() const {
  SteadyTime due = presence_.next_due();
  for (const auto& next :
       {gate_.is_busy() ? std::nullopt : timers_.next(), probes_.next(), lines_.next_due()})
    if (next) due = std::min(due, *next);
  return due;
}

}  // namespace moonroom::relay

#include "ring/room_sync.h"

#include <algorithm>
#include <variant>

namespace moonroom::ring {
namespace {

// The history for a worker that starts late: as much as fits one record.
constexpr size_t kHistoryBytes = kMaxRecord / 2;

}  // namespace

HistorySync history_of(const room::RoomState& state, const Fifo<room::Judged>& judged, size_t most,
                       WallTime now) {
  HistorySync past;
  size_t bytes = 0;
  const auto latest = state.log.latest(most);
  std::vector<room::Entry> entries(latest.begin(), latest.end());
  for (const auto& each : judged)
    for (const auto& action : each.verdict.actions)
      if (const auto* post = std::get_if<room::Post>(&action))
        entries.push_back({entries.empty() ? 1 : entries.back().number + 1, now, *post});
  for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
    bytes += it->post.line.size() + it->post.text.size() + it->post.from.size() + 64;
    if (bytes > kHistoryBytes || past.entries.size() == most) break;
    past.entries.push_back(*it);
  }
  std::reverse(past.entries.begin(), past.entries.end());
  return past;
}

std::vector<room::JoinEvent> members_of(const room::RoomState& state,
                                        const Fifo<room::Judged>& judged) {
  auto members = state.room.admitted();
  for (const auto& [event, verdict] : judged) {
    if (const auto* joining = std::get_if<room::JoinEvent>(&event); joining && verdict.passed)
      members.push_back(*joining);
    if (const auto* leaving = std::get_if<room::LeaveEvent>(&event))
      std::erase_if(members, [&](const auto& member) { return member.who == leaving->who; });
  }
  return members;
}

}  // namespace moonroom::ring

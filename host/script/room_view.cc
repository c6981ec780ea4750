#include "script/room_view.h"

#include <utility>

namespace moonroom::script {
namespace {

// What a newcomer may be shown: a few screens.
constexpr size_t kPast = 200;

}  // namespace

bool RoomView::wish(room::Action action, size_t bytes) {
  if (wishes_ >= kMaxWishes || bytes_ + bytes > kMaxWishBytes) return false;
  ++wishes_;
  bytes_ += bytes;
  actions_.push_back(std::move(action));
  return true;
}

void RoomView::want(room::Action action) {
  actions_.push_back(std::move(action));
}

std::vector<room::Action> RoomView::take_wishes() {
  for (const auto& action : actions_) remember(action);
  return std::exchange(actions_, {});
}

// Every post becomes an entry of the room's log, in this order: the numbers are the log's own.
void RoomView::remember(const room::Action& action) {
  const auto* post = std::get_if<room::Post>(&action);
  if (!post) return;
  ++last_entry;
  if (post->audience.kind == room::Audience::Kind::only) return;
  past.push_back({last_entry, now, *post});
  if (past.size() > kPast) past.pop_front();
}

}  // namespace moonroom::script

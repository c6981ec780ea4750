#include "script/room_view.h"

#include <utility>

#include "ring/message.h"

namespace moonroom::script {
namespace {

// What an action takes beside its text.
constexpr size_t kFrame = 64;

}  // namespace

size_t bytes_of(const room::Post& post) {
  return post.line.size() + post.text.size() + post.from.size() + post.kind.size() +
         post.audience.members.size() * sizeof(room::MemberId);
}

// When all together have asked for too much, who has asked for little is not to suffer.
bool RoomView::take_room(size_t bytes) {
  const bool modest = asked_->bytes + asked_->kept + bytes <= kModestBytes;
  if (all_ + bytes > kMaxEventBytes && !modest) return false;
  all_ += bytes;
  return true;
}

bool RoomView::wish(room::Action action, size_t bytes) {
  if (asked_->wishes >= kMaxWishes || asked_->bytes + bytes > kMaxWishBytes) return false;
  if (!take_room(bytes + kFrame)) return false;
  ++asked_->wishes;
  asked_->bytes += bytes;
  actions_.push_back(std::move(action));
  return true;
}

bool RoomView::keep(room::Keep action, size_t bytes) {
  if (asked_->kept + bytes > kMaxKeptBytes || !take_room(bytes + kFrame)) return false;
  asked_->kept += bytes;
  actions_.emplace_back(std::move(action));
  return true;
}

bool RoomView::publish(Publication it) {
  if (asked_->publications >= kMaxWishes) return false;
  ++asked_->publications;
  publications.push_back(std::move(it));
  return true;
}

void RoomView::want(room::Action action) {
  actions_.push_back(std::move(action));
}

std::vector<room::Action> RoomView::take_wishes() {
  for (const auto& action : actions_) remember(action);
  asked_by_.clear();
  asked_ = nullptr;
  all_ = 0;
  return std::exchange(actions_, {});
}

// Every post becomes an entry of the room's log, in this order: the numbers are the log's own.
void RoomView::remember(const room::Action& action) {
  if (const auto* post = std::get_if<room::Post>(&action)) remember({last_entry + 1, now, *post});
}

void RoomView::remember(room::Entry entry) {
  last_entry = entry.number;
  if (entry.post.audience.kind == room::Audience::Kind::only) return;
  past.push_back(std::move(entry));
  if (past.size() > ring::kMostPast) past.pop_front();
}

}  // namespace moonroom::script

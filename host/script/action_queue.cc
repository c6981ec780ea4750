#include "script/action_queue.h"

#include <algorithm>
#include <utility>

#include "ring/message.h"
#include "script/payload_size.h"

namespace moonroom::script {
namespace {

// What an action counts beside its payload, and a change of the store in addition.
constexpr size_t kFrame = 64;
constexpr size_t kStoreFrame = 32;

}  // namespace

// When all plugins together are over the limit, a plugin that has requested little can still act.
bool ActionQueue::try_reserve(size_t bytes) {
  const bool modest = usage_->bytes + usage_->store_bytes + bytes <= kReservedBytes;
  if (all_ + bytes > kMaxEventBytes && !modest) return false;
  all_ += bytes;
  return true;
}

bool ActionQueue::try_enqueue(room::Action action) {
  const size_t bytes = payload_size(action);
  if (usage_->actions >= kMaxActions || usage_->bytes + bytes > kMaxActionBytes)
    return exceed_quota();
  if (!try_reserve(bytes + kFrame)) return exceed_quota();
  ++usage_->actions;
  usage_->bytes += bytes;
  actions_.push_back(std::move(action));
  return true;
}

bool ActionQueue::try_store(room::StorePut change) {
  const size_t bytes = payload_size(change) + kStoreFrame;
  if (usage_->store_bytes + bytes > kMaxStoreActionBytes || !try_reserve(bytes + kFrame))
    return false;
  usage_->store_bytes += bytes;
  actions_.emplace_back(std::move(change));
  return true;
}

bool ActionQueue::publish(Publication it) {
  if (usage_->publications >= kMaxActions) return exceed_quota();
  ++usage_->publications;
  publications.push_back(std::move(it));
  return true;
}

void ActionQueue::enqueue(room::Action action) {
  actions_.push_back(std::move(action));
}

// False when no post is the line's.
bool ActionQueue::move_line_first() {
  if (!line_) return false;
  const auto found = std::find_if(actions_.begin(), actions_.end(), [&](const auto& action) {
    const auto* post = std::get_if<room::Post>(&action);
    return post && !post->is_private() && post->from == line_->author;
  });
  if (found == actions_.end()) return false;
  std::rotate(actions_.begin(), found, found + 1);
  return true;
}

std::vector<room::Action> ActionQueue::drain() {
  const bool has_line = move_line_first();
  // Every post becomes an entry of the room's log in this order, so these are the log's numbers.
  bool first = true;
  for (const auto& action : actions_) {
    const bool is_numbered = std::exchange(first, false) && has_line;
    if (const auto* post = std::get_if<room::Post>(&action))
      remember(is_numbered ? std::max(last_entry + 1, line_->number) : last_entry + 1, now, *post);
  }
  line_.reset();
  usage_by_plugin_.clear();
  usage_ = nullptr;
  all_ = 0;
  return std::exchange(actions_, {});
}

void ActionQueue::remember(const room::Entry& entry) {
  remember(entry.number, entry.time, entry.post);
}

// Re-uses the oldest entry when the history is full, which allocates nothing.
void ActionQueue::remember(uint64_t number, WallTime time, const room::Post& post) {
  last_entry = number;
  if (post.audience.kind == room::Audience::Kind::only) return;
  if (history.size() == ring::kMaxHistory) history.leave_front();
  auto& entry = history.next_slot();
  entry.number = number;
  entry.time = time;
  entry.post = post;
}

}  // namespace moonroom::script

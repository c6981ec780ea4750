// Per-member queues of session lines over the rate limit. The link has acknowledged these lines, so
// they are queued in order instead of being refused. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "room/event.h"

namespace moonroom::relay {

class DeferredLines {
 public:
  /// A paste of a few screens; with lines of full length, 1 MiB.
  static constexpr size_t kMaxLines = 256;

  /// Without an event: the member leaves after the queued lines.
  struct Deferred {
    std::optional<room::MessageEvent> saying;
  };

  /// False when this member's queue is full.
  bool defer(room::MemberId who, Deferred held);
  bool contains(room::MemberId who) const { return waiting_.contains(who); }
  void forget(room::MemberId who) { waiting_.erase(who); }
  bool empty() const { return waiting_.empty(); }

  /// Removes the lines of each author that `may_speak(author)` allows, and returns them.
  template <class MaySpeak>
  std::vector<std::pair<room::MemberId, Deferred>> release(MaySpeak may_speak);

 private:
  std::unordered_map<room::MemberId, std::deque<Deferred>> waiting_;
};

template <class MaySpeak>
std::vector<std::pair<room::MemberId, DeferredLines::Deferred>> DeferredLines::release(
    MaySpeak may_speak) {
  std::vector<std::pair<room::MemberId, Deferred>> released;
  for (auto author = waiting_.begin(); author != waiting_.end();) {
    auto& [who, lines] = *author;
    while (!lines.empty() && may_speak(who)) {
      released.emplace_back(who, std::move(lines.front()));
      lines.pop_front();
    }
    author = lines.empty() ? waiting_.erase(author) : std::next(author);
  }
  return released;
}

}  // namespace moonroom::relay

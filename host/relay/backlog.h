// Lines that came faster than their authors may speak, or than the room can judge. What comes in a
// session has been acknowledged, so it is not thrown away: it waits for its turn, in order. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "room/event.h"

namespace moonroom::relay {

class Backlog {
 public:
  /// A paste of some screenfuls; with lines of full length, a MiB.
  static constexpr size_t kMost = 256;

  /// Nothing to say any more, but to leave behind what waits.
  struct Held {
    std::optional<room::Saying> saying;
  };

  /// False when too much of his waits already.
  bool hold(room::MemberId who, Held held);
  bool holds(room::MemberId who) const { return waiting_.contains(who); }
  void forget(room::MemberId who) { waiting_.erase(who); }
  bool empty() const { return waiting_.empty(); }

  /// Takes out, for each author, as many as `may_speak(author)` says yes for.
  template <class MaySpeak>
  std::vector<std::pair<room::MemberId, Held>> release(MaySpeak may_speak);

 private:
  std::unordered_map<room::MemberId, std::deque<Held>> waiting_;
};

template <class MaySpeak>
std::vector<std::pair<room::MemberId, Backlog::Held>> Backlog::release(MaySpeak may_speak) {
  std::vector<std::pair<room::MemberId, Held>> released;
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

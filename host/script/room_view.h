// What all plugins share while they look at one event: who is here, what time it is, and the list
// of what they ask for. Nothing happens when they ask: the list goes back with the verdict.
#pragma once

#include <array>
#include <random>
#include <utility>
#include <vector>

#include "base/moment.h"
#include "room/event.h"
#include "script/roster.h"

namespace moonroom::script {

/// One plugin may ask for this much on one event. Enough for a greeting to everybody one by one in
/// a full class; a loop that posts for ever meets it at once.
constexpr size_t kMaxWishes = 128;
constexpr size_t kMaxWishBytes = 64u << 10;

class RoomView {
 public:
  Roster roster;
  WallTime now{};
  std::mt19937_64 random{std::random_device{}()};

  /// A new plugin begins to ask, or the same one in another hook: its bounds begin anew.
  void begin_hook() { wishes_ = bytes_ = 0; }
  /// Queues an action of `bytes` bytes of text; false when the hook has asked for too much.
  bool wish(room::Action action, size_t bytes);
  /// All that was asked for since the last call, in order.
  std::vector<room::Action> take_wishes() { return std::exchange(actions_, {}); }

 private:
  std::vector<room::Action> actions_;
  size_t wishes_ = 0;
  size_t bytes_ = 0;
};

}  // namespace moonroom::script

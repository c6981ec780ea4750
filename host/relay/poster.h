// Makes entries of the room's log out of posts and has them delivered. Whatever the room hears goes
// through `post`. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "relay/broadcast.h"
#include "relay/stats.h"
#include "relay/turn.h"
#include "room/state.h"

namespace moonroom::relay {

/// The member whom an event is about: most posts are in their name, and they may be gone by then.
struct Subject {
  std::string name;
  bool by_text = false;
};

class Poster {
 public:
  /// All must outlive this.
  Poster(room::RoomState& state, Broadcaster& delivery, Stats& stats)
      : state_(state), delivery_(delivery), stats_(stats) {}

  /// Takes the entry's number, or the next one when `number` is 0. The entry is valid until the
  /// next post.
  const room::Entry& post(const room::Post& post, const Subject& subject, uint64_t number,
                          const Turn& turn);
  /// News about a member by the host itself, to all others.
  void report(const room::Member& member, std::string_view kind, std::string_view phrase,
              std::string_view reason, const Turn& turn);
  /// The entry that was posted last, to one more member.
  void deliver_too(const room::Member& member, const room::Entry& entry, const Subject& subject,
                   const Turn& turn);
  /// What the log has behind the entry `heard`, to one member, marked as a replay.
  void replay(const room::Member& member, uint64_t heard, const Turn& turn);

 private:
  uint8_t flags_of(const room::Post& post, const Subject& subject) const;

  room::RoomState& state_;
  Broadcaster& delivery_;
  Stats& stats_;
};

}  // namespace moonroom::relay

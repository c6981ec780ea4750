// Appends posts to the room's log and has them delivered. Every post to the room goes through
// `post`. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "relay/broadcast.h"
#include "relay/stats.h"
#include "relay/turn.h"
#include "room/state.h"

namespace moonroom::relay {

/// The member whom an event is about, kept by name: they can have left before the post is made.
struct Subject {
  std::string name;
  bool by_text = false;
};

class Poster {
 public:
  /// All must outlive this.
  Poster(room::RoomState& state, Broadcaster& delivery, Stats& stats)
      : state_(state), delivery_(delivery), stats_(stats) {}

  /// Appends under this number, or the next one when `number` is 0. The entry is valid until the
  /// next post.
  const room::Entry& post(const room::Post& post, const Subject& subject, uint64_t number,
                          const Turn& turn);
  /// A notice of the host about a member, to all others.
  void report(const room::Member& member, std::string_view kind, std::string_view phrase,
              std::string_view reason, const Turn& turn);
  /// Delivers the latest entry to one more member.
  void deliver_too(const room::Member& member, const room::Entry& entry, const Subject& subject,
                   const Turn& turn);
  /// Sends one member the log's entries after `heard`, marked as a replay.
  void replay(const room::Member& member, uint64_t heard, const Turn& turn);

 private:
  uint8_t flags_of(const room::Post& post, const Subject& subject) const;

  room::RoomState& state_;
  Broadcaster& delivery_;
  Stats& stats_;
};

}  // namespace moonroom::relay

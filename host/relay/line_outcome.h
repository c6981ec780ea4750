// What became of a member's line while its verdict is carried out: which entry it is, and whether
// plugins changed it. The author is told at the end. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "relay/poster.h"
#include "relay/replies.h"
#include "room/event.h"

namespace moonroom::relay {

class LineOutcome {
 public:
  /// All must outlive this.
  LineOutcome(const room::RoomState& state, Poster& poster, const Replies& replies)
      : state_(state), poster_(poster), replies_(replies) {}

  /// A line was accepted; `saying` must outlive `end`. A command is not posted.
  void begin(const room::MessageEvent& saying, bool is_command);
  /// Confirms the line to an author whose client counts lines.
  void end(const Turn& turn);

  /// This post is the line: the first one in the author's name that is not private.
  bool is_line(const room::Post& post, const Subject& author) const;
  /// The number of the line's entry.
  uint64_t number() const { return saying_->number; }
  /// Shows the author a changed line when they do not receive the entry themselves.
  void on_posted(const room::Entry& entry, const Subject& author, const Turn& turn);

 private:
  const room::RoomState& state_;
  Poster& poster_;
  const Replies& replies_;
  // Null when the event is no accepted line.
  const room::MessageEvent* saying_ = nullptr;
  bool is_command_ = false;
  // The first entry in the author's name, if there is one, and its text if it differs.
  uint64_t entry_ = 0;
  std::optional<std::string> changed_;
};

}  // namespace moonroom::relay

// A line of text to datagrams for those who hear it. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "room/room.h"
#include "wire/datagram.h"

namespace moonroom::relay {

/// Encodes a line once, however many hear it, and piles up a copy of the handle for each.
class Delivery {
 public:
  /// `line` to all present members that `audience` names. Returns how many those were.
  size_t deliver(std::string_view line, const room::Audience& audience, const room::Room& room,
                 wire::Outbox& out);
  /// `line` to one member, present or not.
  void tell(std::string_view line, const room::Member& member, wire::Outbox& out);

 private:
  using Texts = std::vector<wire::Outbox::Text>;

  void begin(std::string_view line);
  const Texts& encoded(bool ends_lines, wire::Outbox& out);

  std::string_view line_;
  // The same line twice: for most, and for those whose programs read lines.
  Texts plain_;
  Texts lined_;
};

}  // namespace moonroom::relay

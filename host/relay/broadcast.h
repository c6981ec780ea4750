// Encodes a line as datagrams and as session messages for its recipients. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "room/host_messages.h"
#include "room/log.h"
#include "room/members.h"
#include "wire/datagram.h"

namespace moonroom::relay {

/// Encodes a line once for each kind of member, regardless of their number, and adds one handle per
/// recipient to the outbox.
class Broadcaster {
 public:
  /// `host_messages` must outlive this; the end token of its classic words is looked up each time.
  explicit Broadcaster(const room::HostMessages& host_messages) : phrases_(host_messages) {}

  /// Sends an entry to all present members of its audience. `flags` are of wire::Line, for members
  /// in sessions. Returns the number of recipients.
  size_t deliver(const room::Entry& entry, uint8_t flags, const room::Members& room,
                 wire::Outbox& out);
  /// Sends an entry to one member. False when the member is not in its audience.
  bool deliver_to(const room::Member& member, const room::Entry& entry, uint8_t flags,
                  wire::Outbox& out);
  /// Sends the latest delivered entry to one more member.
  void deliver_again(const room::Member& member, const room::Entry& entry, uint8_t flags,
                     wire::Outbox& out);
  /// Sends `line` to one member, present or not, in the host's name.
  void tell(std::string_view line, const room::Member& member, wire::Outbox& out);

 private:
  using Texts = std::vector<wire::Outbox::Text>;

  void set_line(std::string_view line);
  const Texts& datagrams(bool newline_framing, wire::Outbox& out);
  void send(const room::Recipient& to, const room::Entry& entry, uint8_t flags, wire::Outbox& out);

  const room::HostMessages& phrases_;
  std::string_view line_;
  // Four encodings of the same line: plain datagrams, datagrams with a line feed, and session
  // messages with and without the bare text.
  Texts plain_;
  Texts lined_;
  Texts sealed_;
  Texts sealed_bare_;
  std::string encoded_;
};

}  // namespace moonroom::relay

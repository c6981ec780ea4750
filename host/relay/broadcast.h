// A line to datagrams, and to messages in sessions, for those who hear it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "room/host_messages.h"
#include "room/log.h"
#include "room/members.h"
#include "wire/datagram.h"

namespace moonroom::relay {

/// Encodes a line once for each kind of member, however many hear it, and piles up a copy of the
/// handle for each.
class Broadcaster {
 public:
  /// `phrases` must outlive this; the end token of their classic words is looked up each time.
  explicit Broadcaster(const room::HostMessages& host_messages) : phrases_(host_messages) {}

  /// An entry to all present members that it is for. `flags` are of wire::Line, for those in
  /// sessions. Returns how many those were.
  size_t deliver(const room::Entry& entry, uint8_t flags, const room::Members& room,
                 wire::Outbox& out);
  /// An entry to one of those, if it is for him. False when it is not.
  bool deliver_to(const room::Member& member, const room::Entry& entry, uint8_t flags,
                  wire::Outbox& out);
  /// The entry that was delivered last, to one more member.
  void deliver_again(const room::Member& member, const room::Entry& entry, uint8_t flags,
                     wire::Outbox& out);
  /// `line` to one member, present or not, by the host itself.
  void tell(std::string_view line, const room::Member& member, wire::Outbox& out);

 private:
  using Texts = std::vector<wire::Outbox::Text>;

  void set_line(std::string_view line);
  const Texts& datagrams(bool newline_framing, wire::Outbox& out);
  void send(const room::Recipient& to, const room::Entry& entry, uint8_t flags, wire::Outbox& out);

  const room::HostMessages& phrases_;
  std::string_view line_;
  // The same line four times: for most, for those whose programs read lines, and for sessions with
  // and without the bare text.
  Texts plain_;
  Texts lined_;
  Texts sealed_;
  Texts sealed_bare_;
  std::string encoded_;
};

}  // namespace moonroom::relay

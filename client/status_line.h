// What stands in the row above the typed line: what is wrong, if anything is, and then which room
// this is, the side room in it, how many are here, whether it is encrypted, and until when one is
// muted. Nothing outside a room while all is well. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "client/messages.h"
#include "client/phrases.h"

namespace moonroom::client {

class StatusLine {
 public:
  /// A round trip that one notices in a conversation.
  static constexpr uint32_t kSlow = 400;

  /// `room` as the user named it.
  StatusLine(Language language, std::string room, bool encrypted)
      : language_(language), room_(std::move(room)), encrypted_(encrypted) {}

  void on(const Connection& connection);
  /// What the host says of our own state; `heard` as it can be shown.
  void on(const Heard& heard);
  void on(const Muted& muted) { muted_ = muted; }
  void on(const Limits& limits);
  void on(const RoundTrip& trip) { round_trip_ = trip.milliseconds; }

  std::string text() const;

 private:
  bool inside() const;
  std::string mute() const;

  Language language_;
  std::string room_;
  std::string side_room_;
  bool encrypted_;
  Muted muted_;
  Connection connection_;
  uint32_t round_trip_ = 0;
  /// 0 when that is not known.
  uint64_t members_ = 0;
};

}  // namespace moonroom::client

// The status row above the typed line: a problem, if there is one; then the room's name, the
// current side room, the number of members, whether the connection is encrypted, and the end of a
// mute. Empty outside a room while all is well. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "client/messages.h"
#include "client/phrases.h"

namespace moonroom::client {

class StatusLine {
 public:
  /// A round trip that is noticeable in a conversation.
  static constexpr uint32_t kSlow = 400;

  /// `room` as the user wrote it.
  StatusLine(Language language, std::string room, bool encrypted)
      : language_(language), room_(std::move(room)), encrypted_(encrypted) {}

  void on(const Connection& connection);
  /// What the host reports about this client; `heard` in printable form.
  void on(const MessageReceived& heard);
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
  /// 0 when unknown.
  uint64_t members_ = 0;
};

}  // namespace moonroom::client

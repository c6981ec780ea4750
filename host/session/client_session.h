// One session of a client with its host: the keys, and the link inside. Passive. A message for a
// session that is not open is dropped.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "link/link.h"
#include "secure/keys.h"
#include "session/packet_flush.h"
#include "wire/datagram.h"
#include "wire/session_text.h"

namespace moonroom::session {

class ClientSession {
 public:
  explicit ClientSession(const wire::Endpoint& host) : host_(host) {}

  /// Replaces an earlier session.
  void begin(secure::Keys keys) {
    keys_.emplace(std::move(keys));
    link_ = link::Link();
    is_welcomed_ = false;
  }
  void drop() {
    keys_.reset();
    is_welcomed_ = false;
  }
  /// The host has told what it received in earlier sessions.
  void mark_welcomed() { is_welcomed_ = true; }

  bool is_open() const { return keys_.has_value(); }
  bool has_id(std::optional<wire::SessionId> id) const { return keys_ && id == keys_->session(); }
  bool needs_rekey() const { return keys_ && keys_->needs_rekey(); }
  /// Messages that the host has perhaps not received; with earlier sessions' when it has not told.
  uint64_t unacknowledged() const { return is_welcomed_ ? link_.backlog() : UINT64_MAX; }
  const link::Link& link() const { return link_; }

  /// The frames of an authentic packet, in `frames`, for `receive`.
  std::optional<std::string_view> open(std::string_view packet,
                                       std::array<char, wire::kMaxPacket>& frames) {
    if (!keys_ || packet.size() > frames.size()) return std::nullopt;
    return keys_->open(packet, frames);
  }
  template <class Deliver>
  void receive(std::string_view frames, SteadyTime now, const Deliver& deliver) {
    link_.receive(frames, now, deliver);
  }
  void say(const wire::SessionRequest& request) {
    if (keys_) link_.send(link::SharedBuffer(wire::encode(request)));
  }
  void ping() { link_.ping(); }
  FlushResult flush(SteadyTime now, wire::Outbox& out) {
    return keys_ ? flush_packets(link_, *keys_, host_, now, out) : FlushResult();
  }

 private:
  wire::Endpoint host_;
  std::optional<secure::Keys> keys_;
  link::Link link_;
  bool is_welcomed_ = false;
};

}  // namespace moonroom::session

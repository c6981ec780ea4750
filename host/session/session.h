// A session at the host: the keys of its packets, the link inside them, and the peer's address.
// Passive: packets and moments go in, packets come out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "base/moment.h"
#include "link/link.h"
#include "secure/keys.h"
#include "wire/datagram.h"

namespace moonroom::session {

/// An idle client sends a packet every ten seconds; after this time without any, it counts as gone.
constexpr auto kSilence = std::chrono::seconds(45);

class Session {
 public:
  static constexpr uint32_t kNoSlot = UINT32_MAX;

  Session(secure::Keys keys, const wire::Endpoint& from, Moment now)
      : keys_(std::move(keys)), at_(from), came_from_(from.address), last_heard_(now.steady) {
    at_.session = keys_.session();
  }

  using Deliver = std::function<void(std::string_view message)>;
  enum class Received {
    /// Forged, damaged, or repeated: nothing has changed.
    ignored,
    packet,
    /// The peer violated the protocol; close the session.
    violation,
  };
  /// Handles a packet of this session. The peer's address follows the newest authentic packet.
  Received receive(const wire::Datagram& in, Moment now, const Deliver& deliver);
  /// Seals and sends what the link has to send now; `answers` as for Link::fill. Returns the number
  /// of packets.
  size_t send(Moment now, wire::Outbox& out, RateWindow& answers);

  link::Link& link() { return link_; }
  const link::Link& link() const { return link_; }
  const wire::Endpoint& at() const { return at_; }
  wire::SessionId id() const { return at_.session; }
  /// The address of its handshake; the peer can have moved since.
  const wire::Address& came_from() const { return came_from_; }
  SteadyTime last_heard() const { return last_heard_; }
  /// The highest number of a packet from the peer.
  uint64_t newest() const { return keys_.newest(); }
  bool needs_rekey() const { return keys_.needs_rekey(); }

  /// For the owner: nothing was received for kSilence, and the relay has been told.
  bool silent = false;
  /// The session had no member at the last check; it ends at this time, even if messages arrive.
  std::optional<SteadyTime> admitted_by;
  /// The close has been sent; the session is forgotten at this time, answered or not.
  std::optional<SteadyTime> close_deadline;
  /// Its index in the batch of sessions with output, or kNoSlot.
  uint32_t batch_slot = kNoSlot;
  /// Its time in the queue of deadlines; SteadyTime::max() when it is not queued.
  SteadyTime due = SteadyTime::max();

 private:
  void follow(const wire::Endpoint& from, Moment now);

  secure::Keys keys_;
  link::Link link_;
  wire::Endpoint at_;
  wire::Address came_from_;
  SteadyTime last_heard_;
};

}  // namespace moonroom::session

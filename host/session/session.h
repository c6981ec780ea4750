// One session as the host has it: the keys of its packets, the link inside them, and where the
// other side is heard. Passive: packets and moments go in, packets come out.
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

/// A client that has nothing to say gives a sign of life every ten seconds: after so many missing
/// ones it is not there.
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
    /// Forged, damaged, or seen before: nothing has changed.
    ignored,
    packet,
    /// The peer violated the protocol; close the session.
    violation,
  };
  /// Takes a packet of this session. The address follows the newest authentic one.
  Received receive(const wire::Datagram& in, Moment now, const Deliver& deliver);
  /// Seals what the link has to send now; `answers` as for Link::fill. Returns how many packets
  /// that were.
  size_t send(Moment now, wire::Outbox& out, RateWindow& answers);

  link::Link& link() { return link_; }
  const link::Link& link() const { return link_; }
  const wire::Endpoint& at() const { return at_; }
  wire::SessionId id() const { return at_.session; }
  /// Where its handshake came from; it may be heard from elsewhere since.
  const wire::Address& came_from() const { return came_from_; }
  SteadyTime last_heard() const { return last_heard_; }
  /// The highest number that a packet from the other side has had.
  uint64_t newest() const { return keys_.newest(); }
  bool needs_rekey() const { return keys_.needs_rekey(); }

  /// For whoever keeps it: nothing was heard for kSilence, and somebody has been told.
  bool silent = false;
  /// It had no member when this was asked last: by then it ends, whatever is said in it.
  std::optional<SteadyTime> admitted_by;
  /// The goodbye has been said: by then it is forgotten, answered or not.
  std::optional<SteadyTime> close_deadline;
  /// Its place in the round of those that may have something to send, or kNoSlot.
  uint32_t batch_slot = kNoSlot;
  /// When it is due, by the list of due times; SteadyTime::max() when it is not in there.
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

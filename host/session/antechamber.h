// Where handshakes wait for their turn. What one costs, two curves and a signature, a thousand who
// come at once would cost everybody who talks meanwhile; so a turn of the host sees to a few of
// them. In order, and not without end: what finds no room is dropped, and its sender says it again
// (RFC 6347, 4.2.4).
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/fifo.h"
#include "wire/datagram.h"

namespace moonroom::session {

class Antechamber {
 public:
  /// False when there is no room.
  bool take(const wire::Datagram& in) {
    if (waiting_.size() >= kRoom) return false;
    auto& place = waiting_.next_slot();
    place.from = in.from;
    place.bytes.assign(in.bytes);
    return true;
  }
  /// The next one, valid until something is taken in.
  std::optional<wire::Datagram> next() {
    if (waiting_.empty()) return std::nullopt;
    const auto& place = waiting_.front();
    waiting_.leave_front();
    return wire::Datagram{place.from, place.bytes, false};
  }
  bool empty() const { return waiting_.empty(); }

 private:
  /// As many as may be pending (secure::DoorwayLimits) say their last words in two datagrams each.
  static constexpr size_t kRoom = 2048;

  struct Waiting {
    wire::Endpoint from;
    std::string bytes;
  };
  Fifo<Waiting> waiting_;
};

}  // namespace moonroom::session

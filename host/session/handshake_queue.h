// Handshake datagrams that wait for processing. A handshake costs two curve operations and a
// signature, so a thousand at once would delay all members; a turn of the host processes only a
// few. Networks are served in turn, and the sources in each in turn (wire/by_source.h): a newcomer
// waits for one round of the networks, even during a flood from one network. Overflow is dropped
// from the end of the longest queue, and its sender repeats it (RFC 6347, 4.2.4).
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "wire/by_source.h"
#include "wire/datagram.h"

namespace moonroom::session {

class HandshakeQueue {
 public:
  struct Entry {
    wire::Endpoint from;
    std::string bytes;
  };

  /// False when a datagram was dropped for it, possibly this one.
  bool push(const wire::Datagram& in) {
    waiting_.add(in.from.address, {in.from, std::string(in.bytes)});
    if (waiting_.size() <= kMaxDatagrams) return true;
    waiting_.drop_newest_of_heaviest();
    return false;
  }
  std::optional<Entry> pop() { return waiting_.pop_next(); }
  bool empty() const { return waiting_.empty(); }

 private:
  /// All pending handshakes (secure::HandshakeLimits) can send their last flights, in two datagrams
  /// each.
  static constexpr size_t kMaxDatagrams = 2048;

  wire::BySource<Entry> waiting_;
};

}  // namespace moonroom::session

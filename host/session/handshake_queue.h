// Datagrams of handshakes that wait for their turn. What one costs, two curves and a signature, a
// thousand at once would cost everybody who talks meanwhile; so a turn of the host sees to a few of
// them. Networks are served in turn, and in each its sources (wire/by_source.h): a newcomer waits
// for one round of the networks, however many handshakes one network floods the queue with. What
// does not fit is dropped from the end of the longest queue, and its sender repeats it (RFC 6347,
// 4.2.4).
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

  /// False when a datagram was dropped for it, perhaps this one.
  bool push(const wire::Datagram& in) {
    waiting_.add(in.from.address, {in.from, std::string(in.bytes)});
    if (waiting_.size() <= kMaxDatagrams) return true;
    waiting_.drop_newest_of_heaviest();
    return false;
  }
  std::optional<Entry> pop() { return waiting_.pop_next(); }
  bool empty() const { return waiting_.empty(); }

 private:
  /// As many as may be pending (secure::HandshakeLimits) say their last words in two datagrams
  /// each.
  static constexpr size_t kMaxDatagrams = 2048;

  wire::BySource<Entry> waiting_;
};

}  // namespace moonroom::session

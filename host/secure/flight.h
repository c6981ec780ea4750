// The datagrams that one side of a handshake sends next, filled as far as possible, so that records
// of one flight are not lost one by one.
//
// GnuTLS repeats its last flight whenever it receives nothing new, because its timer is off (see
// handshake.h). So each record is accepted once, until `repeat` allows a retransmission: neither
// GnuTLS nor a forger of the peer's address can cause more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/sealed.h"

namespace moonroom::secure {

class Flight {
 public:
  /// Adds a whole DTLS record. Ignored when it has been added since the last `repeat`.
  void add(std::string_view record);
  /// Allows each record once more.
  void repeat() { furthest_ = 0; }

  bool empty() const { return datagrams_.empty(); }
  /// The datagrams, at most wire::kMaxPacket bytes each.
  std::vector<std::string> drain() { return std::exchange(datagrams_, {}); }

 private:
  std::vector<std::string> datagrams_;
  // The position in the handshake of the last record.
  uint32_t furthest_ = 0;
};

}  // namespace moonroom::secure

// The datagrams that one side of a handshake has to send next, packed as full as they may be: what
// shares a datagram is not lost one by one.
//
// GnuTLS says its last flight again whenever it finds nothing new, because its timer is off (see
// handshake.h). So each record is taken once, until it is time to say everything again: neither
// GnuTLS nor a stranger who forges our peer's address can make us say it more often.
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
  /// A whole DTLS record. Dropped when it has been added since the last `repeat`.
  void add(std::string_view record);
  /// From now on each record is taken once more.
  void repeat() { furthest_ = 0; }

  bool empty() const { return datagrams_.empty(); }
  /// At most wire::kMaxPacket bytes each.
  std::vector<std::string> drain() { return std::exchange(datagrams_, {}); }

 private:
  std::vector<std::string> datagrams_;
  // How far in the handshake the last record is.
  uint32_t furthest_ = 0;
};

}  // namespace moonroom::secure

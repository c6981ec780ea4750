// A way to deliver lines to members with minimal work; the floors differ in it.
#pragma once

#include <netinet/in.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace moonroom::bench {

struct Said {
  /// The author's index among the members.
  size_t author = 0;
  std::string_view line;
};

class Way {
 public:
  Way() = default;
  Way(const Way&) = delete;
  Way& operator=(const Way&) = delete;
  virtual ~Way() = default;

  /// Sends each line to all members but its author. `members` only ever grows.
  virtual void tell(std::span<const Said> lines, std::span<const sockaddr_in> members) = 0;
};

/// The maximum number of lines in one call.
constexpr size_t kMaxLines = 32;
constexpr size_t kLineBytes = 2048;

/// One datagram for each delivery, many in a call.
std::unique_ptr<Way> single_way(int socket);
/// The same datagrams, but the kernel treats runs of one size to one member as one datagram for as
/// long as possible (udp(7), UDP_SEGMENT).
std::unique_ptr<Way> segmented_way(int socket);
/// As many lines in a datagram as fit 1,200 bytes.
std::unique_ptr<Way> packed_way(int socket);
/// The same, padded to one size except a member's last, so that the kernel treats them as one.
std::unique_ptr<Way> packed_segmented_way(int socket);

}  // namespace moonroom::bench

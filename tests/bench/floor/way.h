// A way to bring lines to members with as little work as can be: what differs between the floors.
#pragma once

#include <netinet/in.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace moonroom::bench {

struct Said {
  /// The place of who said it among the members.
  size_t author = 0;
  std::string_view line;
};

class Way {
 public:
  Way() = default;
  Way(const Way&) = delete;
  Way& operator=(const Way&) = delete;
  virtual ~Way() = default;

  /// Each line goes to all members but its author. `members` only ever grows.
  virtual void tell(std::span<const Said> lines, std::span<const sockaddr_in> members) = 0;
};

/// No more lines come at once.
constexpr size_t kMaxLines = 32;
constexpr size_t kLineBytes = 2048;

/// One datagram a delivery, many a call.
std::unique_ptr<Way> single_way(int socket);
/// The same datagrams, but runs of one size to one member are one for the kernel until it has to
/// hand them over (udp(7), UDP_SEGMENT).
std::unique_ptr<Way> segmented_way(int socket);
/// As many lines as fit in 1,200 bytes are one datagram.
std::unique_ptr<Way> packed_way(int socket);
/// And all but the last of a member are filled up, so that they are one for the kernel.
std::unique_ptr<Way> packed_segmented_way(int socket);

}  // namespace moonroom::bench

// Buffers, addresses and control data for the datagrams of one system call. Created once and reused
// each turn.
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "net/packet_info.h"
#include "net/sockaddr.h"
#include "wire/classic.h"
#include "wire/datagram.h"

namespace moonroom::net {

class Batch {
 public:
  /// The size of one turn: large enough to share the cost of a turn, small enough that a turn ends
  /// even during a flood.
  static constexpr size_t kDatagrams = 32;

  Batch() : Batch(kDatagrams, kBytes) {}
  /// For a socket that accepts merged datagrams: few buffers, each large enough for a merged
  /// datagram.
  static Batch for_merged() { return {kMerged, kMergedBytes}; }

 private:
  friend class UdpSocket;

  // A little longer than the longest request, so that a longer one is detected.
  static constexpr size_t kBytes = wire::kMaxRequest + 256;
  // The greatest length of an IP packet. Half a MiB in all, but only touched pages use memory, and
  // the kernel fills the first buffers first.
  static constexpr size_t kMerged = 8;
  static constexpr size_t kMergedBytes = 64u << 10;

  struct Slot {
    PacketInfo info;
    SocketAddress from;
    iovec vector;
  };

  Batch(size_t slots, size_t bytes_each);
  void prepare();
  /// Adds the datagrams in slot `place` as the kernel filled it: one, or several if it is merged.
  /// The bytes stay where they are. `mark`: which of our sockets received it, when there are
  /// several.
  void add(size_t place, const wire::Endpoint* mark);
  void split_merged(const wire::Datagram& merged, size_t size);

  size_t bytes_each_;
  std::unique_ptr<char[]> bytes_;
  std::vector<Slot> slots_;
  std::vector<mmsghdr> headers_;
  std::vector<wire::Datagram> datagrams_;
};

}  // namespace moonroom::net

// Room for what one system call receives: buffers, addresses and control data of many datagrams.
// Made once and used again each turn.
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
  /// What one turn of the loop takes: enough that the price of a turn is shared, little enough that
  /// a flood cannot keep a turn from ending.
  static constexpr size_t kDatagrams = 32;

  Batch() : Batch(kDatagrams, kBytes) {}
  /// For a socket that accepts merged datagrams: few buffers, each with room for what the kernel
  /// makes one of.
  static Batch for_merged() { return {kMerged, kMergedBytes}; }

 private:
  friend class UdpSocket;

  // A little longer than the longest request, so that a longer one shows.
  static constexpr size_t kBytes = wire::kMaxRequest + 256;
  // An IP packet's greatest length. Half a MiB in all, of which only what was ever written to is
  // memory, and the kernel fills the first buffers first.
  static constexpr size_t kMerged = 8;
  static constexpr size_t kMergedBytes = 64u << 10;

  struct Slot {
    PacketInfo info;
    SocketAddress from;
    iovec vector;
  };

  Batch(size_t slots, size_t bytes_each);
  void prepare();
  /// As the kernel filled slot `place` in: one datagram or, of a merged one, several, at least one.
  /// The bytes stay where they are.
  /// `mark`: which socket of ours received it, when there are several.
  void add(size_t place, const wire::Endpoint* mark);
  void split_merged(const wire::Datagram& merged, size_t size);

  size_t bytes_each_;
  std::unique_ptr<char[]> bytes_;
  std::vector<Slot> slots_;
  std::vector<mmsghdr> headers_;
  std::vector<wire::Datagram> datagrams_;
};

}  // namespace moonroom::net

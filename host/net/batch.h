// Room for what one system call receives: buffers, addresses and control data of many datagrams.
// Made once and used again each turn.
#pragma once

#include <sys/socket.h>

#include <array>
#include <memory>
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

  Batch();

 private:
  friend class UdpSocket;

  // A little longer than the longest request, so that a longer one shows.
  static constexpr size_t kBytes = wire::kMaxRequest + 256;

  struct Slot {
    std::array<char, kBytes> bytes;
    PacketInfo info;
    SocketAddress from;
    iovec vector;
  };

  void prepare();
  /// As the kernel filled slot `place` in; the bytes live there.
  wire::Datagram datagram(size_t place);

  std::unique_ptr<std::array<Slot, kDatagrams>> slots_;
  std::array<mmsghdr, kDatagrams> headers_{};
  std::vector<wire::Datagram> datagrams_;
};

}  // namespace moonroom::net

// Prepares deliveries for the kernel: as messages, in runs of one system call each. Several
// datagrams of one size to one destination become one message, which the kernel splits again
// (udp(7), UDP_SEGMENT); the last of them can be shorter. Each destination gets its datagrams in
// order and unchanged. The memory is allocated once, or after `trim_memory`; the bytes stay in the
// outbox.
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <span>

#include "net/by_destination.h"
#include "net/packet_info.h"
#include "net/sockaddr.h"
#include "wire/datagram.h"

namespace moonroom::net {

class Outgoing {
 public:
  enum class Source { by_route, as_written_to };
  enum class Merging { no, yes };

  /// For a socket of `family`.
  Outgoing(int family, Source source) : family_(family), source_(source) {}

  /// The outbox must not change until everything has been sent.
  void begin(const wire::Outbox& outbox, Merging merging);
  /// The next run of messages, valid until the next call; empty at the end.
  std::span<mmsghdr> next();

  /// Frees memory. Only when everything has been sent.
  void trim_memory() { by_destination_.trim_memory(); }

  static size_t datagrams_in(const mmsghdr& message) { return message.msg_hdr.msg_iovlen; }
  /// One of a message's datagrams as a message of its own.
  static mmsghdr single(const mmsghdr& message, size_t which);

 private:
  using Delivery = wire::Outbox::Delivery;

  /// A few datagrams per call already share its cost. At this number, all of this object still fits
  /// the processor's first cache beside the kernel's own data. (The kernel accepts up to 1,024.)
  static constexpr size_t kMessages = 64;
  static constexpr size_t kDatagrams = 512;
  /// The kernel's limits of a merged message: its number of datagrams (UDP_MAX_SEGMENTS was 64 for
  /// long) and its size, an IP packet without its headers.
  static constexpr size_t kMaxMerged = 64;
  static constexpr size_t kMaxBytes = 65'000;

  void add_message();
  void address(msghdr& header, size_t slot, const wire::Endpoint& to);
  void add_datagram(msghdr& header);
  void advance();
  bool may_join(const msghdr& header, const Delivery& next) const;

  int family_;
  Source source_;
  const wire::Outbox* outbox_ = nullptr;
  ByDestination by_destination_;
  bool merging_ = false;
  // The next delivery, or kNone at the end; and its destination, when datagrams are merged.
  uint32_t place_ = ByDestination::kNone;
  size_t destination_ = 0;
  // In the message that is being built.
  size_t bytes_ = 0;

  size_t messages_used_ = 0;
  size_t datagrams_used_ = 0;
  std::array<mmsghdr, kMessages> messages_{};
  std::array<SocketAddress, kMessages> addresses_{};
  std::array<PacketInfo, kMessages> infos_{};
  std::array<iovec, kDatagrams> datagrams_{};
};

}  // namespace moonroom::net

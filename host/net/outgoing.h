// What a pile of deliveries is for the kernel: messages, a run of them for each system call. Where
// several datagrams of one size go to one destination they are one message, which the kernel cuts
// up (udp(7), UDP_SEGMENT); the last of them may be shorter. Each destination gets its datagrams in
// order, whole, and with their own ends. Memory is made once, or after a `rest`; the bytes stay in
// the outbox.
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

  /// The outbox must not be changed until all has been sent.
  void begin(const wire::Outbox& outbox, Merging merging);
  /// The next run of messages, valid until the next call; empty when that was all.
  std::span<mmsghdr> next();

  /// Lets go of memory. Only when all has been sent.
  void trim_memory() { by_destination_.trim_memory(); }

  static size_t datagrams_in(const mmsghdr& message) { return message.msg_hdr.msg_iovlen; }
  /// One of a message's datagrams as a message of its own.
  static mmsghdr single(const mmsghdr& message, size_t which);

 private:
  using Delivery = wire::Outbox::Delivery;

  /// A few datagrams a call already share its price; with this many, all of this still fits the
  /// processor's first cache beside what the kernel touches. (The kernel takes up to 1,024.)
  static constexpr size_t kMessages = 64;
  static constexpr size_t kDatagrams = 512;
  /// What the kernel takes as one (its UDP_MAX_SEGMENTS was 64 for long), and how much: an IP
  /// packet with room for its heads.
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
  // The delivery whose turn it is, kNone when all are done; and to which destination it goes, when
  // they are merged.
  uint32_t place_ = ByDestination::kNone;
  size_t destination_ = 0;
  // In the message that is being made.
  size_t bytes_ = 0;

  size_t messages_used_ = 0;
  size_t datagrams_used_ = 0;
  std::array<mmsghdr, kMessages> messages_{};
  std::array<SocketAddress, kMessages> addresses_{};
  std::array<PacketInfo, kMessages> infos_{};
  std::array<iovec, kDatagrams> datagrams_{};
};

}  // namespace moonroom::net

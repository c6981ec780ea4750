#include "net/udp_socket.h"

#include <fmt/format.h>
#include <linux/errqueue.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <string.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace moonroom::net {
namespace {

// A thousand members' burst of long lines; the kernel's default holds a few hundred short ones.
constexpr int kBufferBytes = 8 << 20;

// A full send buffer empties at the speed of the network card: a moment, or never.
constexpr int kSendPatienceMs = 5;

void enable(int socket, int level, int option) {
  const int on = 1;
  ::setsockopt(socket, level, option, &on, sizeof on);
}

// The forced form needs a privilege and passes the system's limit; without it, as much as there is.
void enlarge(int socket, int forced, int plain) {
  if (::setsockopt(socket, SOL_SOCKET, forced, &kBufferBytes, sizeof kBufferBytes) != 0)
    ::setsockopt(socket, SOL_SOCKET, plain, &kBufferBytes, sizeof kBufferBytes);
}

UniqueFd open_socket(int family) {
  UniqueFd socket(::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return socket;
  enlarge(socket.get(), SO_RCVBUFFORCE, SO_RCVBUF);
  enlarge(socket.get(), SO_SNDBUFFORCE, SO_SNDBUF);
  enable(socket.get(), SOL_IP, IP_RECVERR);
  if (family == AF_INET6) enable(socket.get(), SOL_IPV6, IPV6_RECVERR);
  // Queued errors show as urgent data too; a bare EPOLLERR looks like a broken descriptor.
  enable(socket.get(), SOL_SOCKET, SO_SELECT_ERR_QUEUE);
  return socket;
}

std::string why_not(const wire::Endpoint& where, int error) {
  if (error == EADDRINUSE)
    return fmt::format("port {} is taken by another program; choose another with --listen",
                       where.port);
  if (error == EACCES)
    return fmt::format("port {} needs root; choose one above 1023 with --listen", where.port);
  if (error == EADDRNOTAVAIL)
    return fmt::format("this machine has no address {}", to_string(where.address));
  return fmt::format("cannot listen on {}: {}", to_string(where), ::strerror(error));
}

const void* find_control(msghdr& header, int level, int type) {
  for (auto* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(&header, control))
    if (control->cmsg_level == level && control->cmsg_type == type) return CMSG_DATA(control);
  return nullptr;
}

wire::Address arrived_at(msghdr& header) {
  wire::Address address;
  if (const void* data = find_control(header, SOL_IPV6, IPV6_PKTINFO)) {
    in6_pktinfo info{};
    std::memcpy(&info, data, sizeof info);
    std::memcpy(address.bytes.data(), &info.ipi6_addr, 16);
    // Only a link-local address means nothing without its interface.
    if (IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr)) address.scope = info.ipi6_ifindex;
  } else if (const void* v4 = find_control(header, SOL_IP, IP_PKTINFO)) {
    in_pktinfo info{};
    std::memcpy(&info, v4, sizeof info);
    std::array<uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &info.ipi_spec_dst, 4);
    address = wire::v4_address(bytes);
  }
  return address;
}

bool says_nobody_listens(const sock_extended_err& error) {
  return (error.ee_origin == SO_EE_ORIGIN_ICMP && error.ee_type == ICMP_DEST_UNREACH &&
          error.ee_code == ICMP_PORT_UNREACH) ||
         (error.ee_origin == SO_EE_ORIGIN_ICMP6 && error.ee_type == ICMP6_DST_UNREACH &&
          error.ee_code == ICMP6_DST_UNREACH_NOPORT);
}

}  // namespace

UdpSocket::UdpSocket(UniqueFd socket, int family, bool wildcard)
    : socket_(std::move(socket)),
      family_(family),
      wildcard_(wildcard),
      out_(std::make_unique<Outgoing>()) {}

Result<UdpSocket> UdpSocket::bind(const wire::Endpoint& where) {
  const bool any = where.address.is_any();
  const bool v4_only = where.address.is_v4();
  int family = v4_only ? AF_INET : AF_INET6;
  UniqueFd socket = open_socket(family);
  if (!socket && any) socket = open_socket(family = AF_INET);  // A machine without IPv6.
  if (!socket) return problem(why_not(where, errno));
  const int off = 0;
  if (any && family == AF_INET6)
    ::setsockopt(socket.get(), SOL_IPV6, IPV6_V6ONLY, &off, sizeof off);
  if (any) {
    enable(socket.get(), SOL_IP, IP_PKTINFO);
    if (family == AF_INET6) enable(socket.get(), SOL_IPV6, IPV6_RECVPKTINFO);
  }
  const auto address = to_sockaddr(where, family);
  if (::bind(socket.get(), address.get(), address.size) != 0) return problem(why_not(where, errno));
  return UdpSocket(std::move(socket), family, any);
}

Result<UdpSocket> UdpSocket::connect(const wire::Endpoint& server) {
  const int family = server.address.is_v4() ? AF_INET : AF_INET6;
  UniqueFd socket = open_socket(family);
  const auto address = to_sockaddr(server, family);
  if (!socket || ::connect(socket.get(), address.get(), address.size) != 0)
    return problem(fmt::format("cannot reach {}: {}", to_string(server), ::strerror(errno)));
  return UdpSocket(std::move(socket), family, false);
}

wire::Endpoint UdpSocket::local() const {
  SocketAddress address;
  address.size = sizeof address.storage;
  ::getsockname(socket_.get(), address.get(), &address.size);
  return to_endpoint(address.storage);
}

// ── Receiving ───────────────────────────────────────────────────────────────────────────────────

std::span<const wire::Datagram> UdpSocket::receive(Batch& batch) {
  batch.prepare();
  int count = -1;
  // With queued errors asked for, each of them is also reported once by some call; it concerns none
  // of the datagrams here.
  for (int attempt = 0; count < 0 && attempt < 16; ++attempt) {
    count =
        ::recvmmsg(socket_.get(), batch.headers_.data(), Batch::kDatagrams, MSG_DONTWAIT, nullptr);
    if (count < 0 && errno == EAGAIN) return {};
  }
  for (int i = 0; i < count; ++i) {
    auto& header = batch.headers_[static_cast<size_t>(i)];
    auto& slot = (*batch.slots_)[static_cast<size_t>(i)];
    wire::Datagram datagram{to_endpoint(slot.from), {slot.bytes.data(), header.msg_len}, false};
    if (wildcard_) datagram.from.via = arrived_at(header.msg_hdr);
    datagram.truncated = (header.msg_hdr.msg_flags & MSG_TRUNC) != 0;
    counters_.truncated += datagram.truncated ? 1 : 0;
    batch.datagrams_.push_back(datagram);
  }
  return batch.datagrams_;
}

std::vector<wire::Endpoint> UdpSocket::take_unreachable() {
  std::vector<wire::Endpoint> dead;
  // Bounded, so that a storm of errors cannot hold the loop; the rest is there next time.
  for (int i = 0; i < 1024; ++i) {
    sockaddr_storage whom{};
    alignas(cmsghdr) std::array<char, 512> control{};
    msghdr header{};
    header.msg_name = &whom;
    header.msg_namelen = sizeof whom;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    if (::recvmsg(socket_.get(), &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) break;
    const void* data = find_control(header, SOL_IP, IP_RECVERR);
    if (!data) data = find_control(header, SOL_IPV6, IPV6_RECVERR);
    if (!data) continue;
    sock_extended_err error{};
    std::memcpy(&error, data, sizeof error);
    if (says_nobody_listens(error)) dead.push_back(to_endpoint(whom));
  }
  return dead;
}

// ── Sending ─────────────────────────────────────────────────────────────────────────────────────

void UdpSocket::set_source(size_t place, const wire::Address& via) {
  msghdr& header = out_->headers[place].msg_hdr;
  auto& control = out_->controls[place].bytes;
  header.msg_control = control.data();
  header.msg_controllen =
      family_ == AF_INET6 ? CMSG_SPACE(sizeof(in6_pktinfo)) : CMSG_SPACE(sizeof(in_pktinfo));
  auto* message = CMSG_FIRSTHDR(&header);
  if (family_ == AF_INET6) {
    in6_pktinfo info{};
    std::memcpy(&info.ipi6_addr, via.bytes.data(), 16);
    info.ipi6_ifindex = via.scope;
    message->cmsg_level = SOL_IPV6;
    message->cmsg_type = IPV6_PKTINFO;
    message->cmsg_len = CMSG_LEN(sizeof info);
    std::memcpy(CMSG_DATA(message), &info, sizeof info);
  } else {
    in_pktinfo info{};
    std::memcpy(&info.ipi_spec_dst, &via.bytes[12], 4);
    message->cmsg_level = SOL_IP;
    message->cmsg_type = IP_PKTINFO;
    message->cmsg_len = CMSG_LEN(sizeof info);
    std::memcpy(CMSG_DATA(message), &info, sizeof info);
  }
}

size_t UdpSocket::fill(const wire::Outbox& outbox, std::span<const wire::Outbox::Delivery> chunk) {
  for (size_t i = 0; i < chunk.size(); ++i) {
    const auto bytes = outbox.bytes(chunk[i]);
    // The kernel reads these bytes only; its interface predates const.
    out_->vectors[i] = {const_cast<char*>(bytes.data()), bytes.size()};
    out_->addresses[i] = to_sockaddr(chunk[i].to, family_);
    msghdr& header = out_->headers[i].msg_hdr;
    header = {};
    header.msg_name = &out_->addresses[i].storage;
    header.msg_namelen = out_->addresses[i].size;
    header.msg_iov = &out_->vectors[i];
    header.msg_iovlen = 1;
    if (wildcard_ && !chunk[i].to.via.is_any()) set_source(i, chunk[i].to.via);
  }
  return chunk.size();
}

void UdpSocket::send(const wire::Outbox& outbox) {
  auto rest = outbox.deliveries();
  while (!rest.empty()) {
    const auto chunk = rest.first(std::min(rest.size(), kChunk));
    send_chunk(fill(outbox, chunk));
    rest = rest.subspan(chunk.size());
  }
}

// An error is reported instead of the first datagram of a call. If it was an earlier datagram's,
// that one has done nothing wrong and goes the second time; if it fails again, the error is its
// own.
void UdpSocket::send_chunk(size_t count) {
  size_t done = 0;
  int failures = 0;
  while (done < count) {
    const int sent = ::sendmmsg(socket_.get(), &out_->headers[done],
                                static_cast<unsigned>(count - done), MSG_DONTWAIT);
    if (sent > 0) {
      done += static_cast<size_t>(sent);
      counters_.sent += static_cast<uint64_t>(sent);
      failures = 0;
    } else if (!may_try_again(errno) || ++failures == 4) {
      ++counters_.dropped;
      ++done;
      failures = 0;
    }
  }
}

bool UdpSocket::may_try_again(int error) {
  if (error == EAGAIN || error == ENOBUFS) {
    pollfd writable{socket_.get(), POLLOUT, 0};
    return ::poll(&writable, 1, kSendPatienceMs) == 1;
  }
  return error == EINTR || error == ECONNREFUSED || error == EHOSTUNREACH || error == ENETUNREACH ||
         error == EPROTO || error == ENOPROTOOPT || error == EHOSTDOWN;
}

bool UdpSocket::send(std::string_view bytes) {
  ssize_t sent = -1;
  bool refused = false;
  for (int attempt = 0; sent < 0 && attempt < 3; ++attempt) {
    sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    refused = refused || (sent < 0 && errno == ECONNREFUSED);
  }
  return !refused;
}

}  // namespace moonroom::net

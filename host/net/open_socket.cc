#include "net/open_socket.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "net/sockaddr.h"

namespace moonroom::net {
namespace {

// A third of a second: long enough for a process that is about to release the port, short for a
// user who mistyped it.
constexpr int kBindAttempts = 30;

using Opened = tl::expected<UniqueFd, int>;

void set(int socket, int level, int option, int value) {
  ::setsockopt(socket, level, option, &value, sizeof value);
}

void enable(int socket, int level, int option) {
  set(socket, level, option, 1);
}

// The forced form needs a privilege and exceeds the system's limit; the plain one is the fallback.
void enlarge(int socket, int forced, int plain) {
  const int bytes = kBufferBytes;
  if (::setsockopt(socket, SOL_SOCKET, forced, &bytes, sizeof bytes) != 0)
    ::setsockopt(socket, SOL_SOCKET, plain, &bytes, sizeof bytes);
}

// No datagram exceeds the size that every path carries (RFC 9000, 14: 1,200 bytes), so
// fragmentation is never needed, and the kernel need not number fragments.
void forbid_fragments(int socket, int family) {
  const int by_our_own_size = IP_PMTUDISC_PROBE;
  ::setsockopt(socket, SOL_IP, IP_MTU_DISCOVER, &by_our_own_size, sizeof by_our_own_size);
  const int by_our_own_size_v6 = IPV6_PMTUDISC_PROBE;
  if (family == AF_INET6)
    ::setsockopt(socket, SOL_IPV6, IPV6_MTU_DISCOVER, &by_our_own_size_v6,
                 sizeof by_our_own_size_v6);
}

void prepare(int socket, int family) {
  forbid_fragments(socket, family);
  enlarge(socket, SO_RCVBUFFORCE, SO_RCVBUF);
  enlarge(socket, SO_SNDBUFFORCE, SO_SNDBUF);
  enable(socket, SOL_IP, IP_RECVERR);
  if (family == AF_INET6) enable(socket, SOL_IPV6, IPV6_RECVERR);
  // Queued errors show as urgent data too; a bare EPOLLERR looks like a broken descriptor.
  enable(socket, SOL_SOCKET, SO_SELECT_ERR_QUEUE);
}

// On a socket of the "any" address: reports the local address of each datagram.
void tell_own_address(int socket, int family) {
  enable(socket, SOL_IP, IP_PKTINFO);
  if (family == AF_INET6) enable(socket, SOL_IPV6, IPV6_RECVPKTINFO);
}

Opened open_unbound(int family) {
  UniqueFd socket(::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return tl::unexpected(errno);
  prepare(socket.get(), family);
  return socket;
}

Opened try_bind(const wire::Endpoint& where, int family) {
  auto socket = open_unbound(family);
  if (!socket) return socket;
  if (where.address.is_any()) {
    tell_own_address(socket->get(), family);
    const int off = 0;
    if (family == AF_INET6) ::setsockopt(socket->get(), SOL_IPV6, IPV6_V6ONLY, &off, sizeof off);
  }
  const auto address = to_sockaddr(where, family);
  if (::bind(socket->get(), address.get(), address.size) != 0) return tl::unexpected(errno);
  return socket;
}

std::string words(int error) {
  return std::generic_category().message(error);
}

std::string why_not(const wire::Endpoint& where, int error) {
  const auto place = where.address.is_any()
                         ? fmt::format("port {}", where.port)
                         : fmt::format("port {} on {}", where.port, wire::to_string(where.address));
  if (error == EADDRINUSE)
    return place + " is taken by another program; choose another with --listen";
  if (error == EACCES) return place + " needs root; choose one above 1023 with --listen";
  if (error == EADDRNOTAVAIL)
    return fmt::format("this machine has no address {}; choose one of its own with --listen",
                       to_string(where.address));
  return fmt::format("cannot listen on {}: {}", to_string(where), words(error));
}

int option_of(int socket, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  ::getsockopt(socket, SOL_SOCKET, option, &value, &size);
  return value;
}

}  // namespace

Result<OpenSocket> open_bound(const wire::Endpoint& where) {
  const bool any = where.address.is_any();
  int family = where.address.is_v4() ? AF_INET : AF_INET6;
  auto socket = try_bind(where, family);
  // A child of a host that has just been killed can hold the port for a moment longer than the
  // host.
  for (int i = 0; i < kBindAttempts && !socket && socket.error() == EADDRINUSE; ++i) {
    ::usleep(10'000);
    socket = try_bind(where, family);
  }
  const bool no_v6 = !socket && (socket.error() == EAFNOSUPPORT || socket.error() == EADDRNOTAVAIL);
  if (any && no_v6) socket = try_bind(where, family = AF_INET);
  if (!socket) return problem(why_not(where, socket.error()));
  return OpenSocket{std::move(*socket), family, any};
}

Result<OpenSocket> adopt_bound(UniqueFd socket) {
  const int family = option_of(socket.get(), SO_DOMAIN);
  if (option_of(socket.get(), SO_TYPE) != SOCK_DGRAM || (family != AF_INET && family != AF_INET6))
    return problem("a socket that was handed over is none of UDP, and is left alone");
  ::fcntl(socket.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(socket.get(), F_SETFD, FD_CLOEXEC);
  prepare(socket.get(), family);
  const bool any = local_endpoint(socket.get()).address.is_any();
  if (any) tell_own_address(socket.get(), family);
  return OpenSocket{std::move(socket), family, any};
}

Result<OpenSocket> open_connected(const wire::Endpoint& server) {
  const int family = server.address.is_v4() ? AF_INET : AF_INET6;
  auto socket = open_unbound(family);
  const auto address = to_sockaddr(server, family);
  if (socket && ::connect(socket->get(), address.get(), address.size) != 0)
    socket = tl::unexpected(errno);
  if (!socket)
    return problem(fmt::format("cannot reach {}: {}", to_string(server), words(socket.error())));
  return OpenSocket{std::move(*socket), family, false};
}

}  // namespace moonroom::net

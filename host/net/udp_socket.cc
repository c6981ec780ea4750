#include "net/udp_socket.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "net/error_queue.h"
#include "net/overflow.h"

namespace moonroom::net {
namespace {

// Errors of earlier datagrams can hit the same call repeatedly; an error that persists belongs to
// the datagram itself.
constexpr int kAttempts = 8;

// A full queue drains at the speed of the network card: within a few milliseconds, or the network
// is slower than the room and datagrams must be dropped before the loop stalls.
constexpr int kWaits = 20;
constexpr int kWaitMs = 1;

// Bounded, so that a storm of errors cannot block the loop; the rest is read in the next turn.
constexpr int kErrorsATurn = 1024;

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

// Shows only the first of several errors, until it is read.
void clear_error(int socket) {
  int ignored = 0;
  socklen_t size = sizeof ignored;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &ignored, &size);
}

// The forced form needs a privilege and exceeds the system's limit; the plain one is the fallback.
void enlarge(int socket, int forced, int plain) {
  const int bytes = UdpSocket::kBufferBytes;
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

// Kernels before 4.18 do not support it and would send one long datagram.
bool can_merge(int socket) {
  const int each_says_it_itself = 0;
  return ::setsockopt(socket, SOL_UDP, UDP_SEGMENT, &each_says_it_itself,
                      sizeof each_says_it_itself) == 0;
}

Opened open_socket(int family) {
  UniqueFd socket(::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return tl::unexpected(errno);
  prepare(socket.get(), family);
  return socket;
}

Opened open_bound(const wire::Endpoint& where, int family) {
  auto socket = open_socket(family);
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

// Polling for POLLOUT does not work: it returns at once while errors are queued, and ignores the
// network card's queue.
void wait_a_moment() {
  ::poll(nullptr, 0, kWaitMs);
}

}  // namespace

// ── Opening ─────────────────────────────────────────────────────────────────────────────────────

UdpSocket::UdpSocket(UniqueFd socket, int family, Outgoing::Source source)
    : socket_(std::move(socket)),
      merging_(can_merge(socket_.get()) ? Outgoing::Merging::yes : Outgoing::Merging::no),
      outgoing_(std::make_unique<Outgoing>(family, source)) {}

Result<UdpSocket> UdpSocket::bind(const wire::Endpoint& where) {
  const bool any = where.address.is_any();
  int family = where.address.is_v4() ? AF_INET : AF_INET6;
  auto socket = open_bound(where, family);
  // A child of a host that has just been killed can hold the port for a moment longer than the
  // host.
  for (int i = 0; i < kBindAttempts && !socket && socket.error() == EADDRINUSE; ++i) {
    ::usleep(10'000);
    socket = open_bound(where, family);
  }
  const bool no_v6 = !socket && (socket.error() == EAFNOSUPPORT || socket.error() == EADDRNOTAVAIL);
  if (any && no_v6) socket = open_bound(where, family = AF_INET);
  if (!socket) return problem(why_not(where, socket.error()));
  return UdpSocket(std::move(*socket), family,
                   any ? Outgoing::Source::as_written_to : Outgoing::Source::by_route);
}

Result<UdpSocket> UdpSocket::adopt(UniqueFd socket) {
  int family = 0;
  int type = 0;
  socklen_t size = sizeof family;
  ::getsockopt(socket.get(), SOL_SOCKET, SO_DOMAIN, &family, &size);
  ::getsockopt(socket.get(), SOL_SOCKET, SO_TYPE, &type, &size);
  if (type != SOCK_DGRAM || (family != AF_INET && family != AF_INET6))
    return problem("a socket that was handed over is none of UDP, and is left alone");
  ::fcntl(socket.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(socket.get(), F_SETFD, FD_CLOEXEC);
  prepare(socket.get(), family);
  UdpSocket adopted(std::move(socket), family, Outgoing::Source::by_route);
  if (!adopted.local().address.is_any()) return adopted;
  tell_own_address(adopted.descriptor(), family);
  return UdpSocket(std::move(adopted.socket_), family, Outgoing::Source::as_written_to);
}

Result<UdpSocket> UdpSocket::connect(const wire::Endpoint& server) {
  const int family = server.address.is_v4() ? AF_INET : AF_INET6;
  auto socket = open_socket(family);
  const auto address = to_sockaddr(server, family);
  if (socket && ::connect(socket->get(), address.get(), address.size) != 0)
    socket = tl::unexpected(errno);
  if (!socket)
    return problem(fmt::format("cannot reach {}: {}", to_string(server), words(socket.error())));
  return UdpSocket(std::move(*socket), family, Outgoing::Source::by_route);
}

// Kernels before 5.0 refuse, and deliver each datagram separately.
void UdpSocket::accept_merged() {
  enable(socket_.get(), SOL_UDP, UDP_GRO);
}

wire::Endpoint UdpSocket::local() const {
  SocketAddress address;
  address.size = sizeof address.v6;
  ::getsockname(socket_.get(), address.get(), &address.size);
  return to_endpoint(address);
}

UdpSocket::Counters UdpSocket::counters() const {
  auto all = counters_;
  all.overflowed = overflow_of(socket_.get());
  return all;
}

UdpSocket::Counters& UdpSocket::Counters::operator+=(const Counters& other) {
  received += other.received;
  sent += other.sent;
  dropped += other.dropped;
  unmerged += other.unmerged;
  truncated += other.truncated;
  errors += other.errors;
  overflowed += other.overflowed;
  return *this;
}

// ── Receiving ───────────────────────────────────────────────────────────────────────────────────

std::span<const wire::Datagram> UdpSocket::receive(Batch& batch) {
  batch.prepare();
  int count = -1;
  // An error of an earlier sent datagram is reported once by some call, and does not concern the
  // received ones.
  for (int attempt = 0; count < 0 && attempt < kAttempts; ++attempt) {
    count = ::recvmmsg(socket_.get(), batch.headers_.data(),
                       static_cast<unsigned>(batch.headers_.size()), MSG_DONTWAIT, nullptr);
    if (count < 0 && errno == EAGAIN) break;
  }
  for (size_t i = 0; i < static_cast<size_t>(std::max(count, 0)); ++i) {
    batch.add(i, mark_ ? &*mark_ : nullptr);
    counters_.truncated += batch.datagrams_.back().truncated ? 1 : 0;
  }
  counters_.received += batch.datagrams_.size();
  return batch.datagrams_;
}

std::vector<wire::Endpoint> UdpSocket::drain_unreachable() {
  std::vector<wire::Endpoint> dead;
  for (int i = 0; i < kErrorsATurn; ++i) {
    const auto queued = next_error(socket_.get());
    if (!queued) {
      // An error that did not fit the queue would persist until it is read.
      clear_error(socket_.get());
      break;
    }
    ++counters_.errors;
    if (queued->nobody_listens) dead.push_back(queued->whom);
  }
  return dead;
}

// The kernel empties the queue itself when it is turned off (ip(7), IP_RECVERR).
void UdpSocket::forget_errors() {
  set(socket_.get(), SOL_IP, IP_RECVERR, 0);
  set(socket_.get(), SOL_IPV6, IPV6_RECVERR, 0);
  while (next_error(socket_.get())) {
  }
  clear_error(socket_.get());
}

// ── Sending ─────────────────────────────────────────────────────────────────────────────────────

void UdpSocket::send(const wire::Outbox& outbox) {
  waits_left_ = kWaits;
  outgoing_->begin(outbox, merging_);
  for (auto run = outgoing_->next(); !run.empty(); run = outgoing_->next()) send(run);
}

// An error replaces the first message of a call, which has then not been sent. If the error belongs
// to an earlier message, the retry succeeds.
void UdpSocket::send(std::span<mmsghdr> messages) {
  int failures = 0;
  while (!messages.empty()) {
    const int sent = ::sendmmsg(socket_.get(), messages.data(),
                                static_cast<unsigned>(messages.size()), MSG_DONTWAIT);
    if (sent <= 0 && may_try_again(errno, ++failures)) continue;
    if (sent <= 0) give_up(messages.front(), errno);
    const auto gone = messages.first(static_cast<size_t>(std::max(sent, 0)));
    for (const auto& message : gone) counters_.sent += Outgoing::datagrams_in(message);
    messages = messages.subspan(static_cast<size_t>(std::max(sent, 1)));
    failures = 0;
  }
}

// Datagrams that the kernel refuses as one message are sent separately. The refusal can be specific
// to the destination, when its path is narrower; or no network card on the route supports it, and
// repeated attempts would cost more than they gain.
void UdpSocket::give_up(const mmsghdr& message, int error) {
  const auto count = Outgoing::datagrams_in(message);
  if (count == 1) {
    ++counters_.dropped;
    return;
  }
  const auto sent_before = counters_.sent;
  for (size_t i = 0; i < count; ++i) {
    auto alone = Outgoing::single(message, i);
    send(std::span(&alone, 1));
  }
  counters_.unmerged += counters_.sent - sent_before;
  const bool for_good = error == EIO || error == EOPNOTSUPP || error == ENOPROTOOPT;
  if (for_good && counters_.sent != sent_before) merging_ = Outgoing::Merging::no;
}

bool UdpSocket::may_try_again(int error, int failures) {
  if (error != EAGAIN && error != ENOBUFS) return failures < kAttempts;
  if (waits_left_ == 0) return false;
  --waits_left_;
  wait_a_moment();
  return true;
}

bool UdpSocket::send(std::string_view bytes) {
  bool refused = false;
  waits_left_ = kWaits;
  for (int failures = 0; ::send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT) < 0;) {
    const int error = errno;
    refused = refused || error == ECONNREFUSED;
    if (may_try_again(error, ++failures)) continue;
    ++counters_.dropped;
    return !refused;
  }
  ++counters_.sent;
  return !refused;
}

}  // namespace moonroom::net

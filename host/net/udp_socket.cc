#include "net/udp_socket.h"

#include <netinet/in.h>
#include <netinet/udp.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "net/error_queue.h"
#include "net/overflow.h"

namespace moonroom::net {
namespace {

// Errors of earlier datagrams can hit the same call repeatedly.
constexpr int kReceiveAttempts = 8;

// Bounded, so that a storm of errors cannot block the loop; the rest is read in the next turn.
constexpr int kErrorsATurn = 1024;

void set_option(int socket, int level, int option, int value) {
  ::setsockopt(socket, level, option, &value, sizeof value);
}

// Shows only the first of several errors, until it is read.
void clear_error(int socket) {
  int ignored = 0;
  socklen_t size = sizeof ignored;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &ignored, &size);
}

}  // namespace

UdpSocket::UdpSocket(OpenSocket socket)
    : socket_(std::move(socket.descriptor)),
      sender_(std::make_unique<Sender>(
          socket_.get(), socket.family,
          socket.is_any ? Outgoing::Source::as_written_to : Outgoing::Source::by_route)) {}

Result<UdpSocket> UdpSocket::of(Result<OpenSocket> socket) {
  if (!socket) return tl::unexpected(socket.error());
  return UdpSocket(std::move(*socket));
}

// Kernels before 5.0 refuse, and deliver each datagram separately.
void UdpSocket::accept_merged() {
  set_option(socket_.get(), SOL_UDP, UDP_GRO, 1);
}

UdpSocket::Counters UdpSocket::counters() const {
  auto all = counters_;
  static_cast<Sender::Counters&>(all) = sender_->counters();
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

std::span<const wire::Datagram> UdpSocket::receive(Batch& batch) {
  batch.prepare();
  int count = -1;
  // An error of an earlier sent datagram is reported once by some call, and does not concern the
  // received ones.
  for (int attempt = 0; count < 0 && attempt < kReceiveAttempts; ++attempt) {
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
  set_option(socket_.get(), SOL_IP, IP_RECVERR, 0);
  set_option(socket_.get(), SOL_IPV6, IPV6_RECVERR, 0);
  while (next_error(socket_.get())) {
  }
  clear_error(socket_.get());
}

}  // namespace moonroom::net

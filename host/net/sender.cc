#include "net/sender.h"

#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace moonroom::net {
namespace {

// Errors of earlier datagrams can hit the same call repeatedly; an error that persists belongs to
// the datagram itself.
constexpr int kAttempts = 8;

// A full queue drains at the speed of the network card: within a few milliseconds, or the network
// is slower than the room and datagrams must be dropped before the loop stalls.
constexpr int kWaits = 20;
constexpr int kWaitMs = 1;

// Kernels before 4.18 do not support it and would send one long datagram.
bool can_merge(int socket) {
  const int each_says_it_itself = 0;
  return ::setsockopt(socket, SOL_UDP, UDP_SEGMENT, &each_says_it_itself,
                      sizeof each_says_it_itself) == 0;
}

// Polling for POLLOUT does not work: it returns at once while errors are queued, and ignores the
// network card's queue.
void wait_a_moment() {
  ::poll(nullptr, 0, kWaitMs);
}

}  // namespace

Sender::Sender(int socket, int family, Outgoing::Source source)
    : socket_(socket),
      merging_(can_merge(socket) ? Outgoing::Merging::yes : Outgoing::Merging::no),
      outgoing_(family, source) {}

void Sender::send(const wire::Outbox& outbox) {
  waits_left_ = kWaits;
  outgoing_.begin(outbox, merging_);
  for (auto run = outgoing_.next(); !run.empty(); run = outgoing_.next()) send(run);
}

// An error replaces the first message of a call, which has then not been sent. If the error belongs
// to an earlier message, the retry succeeds.
void Sender::send(std::span<mmsghdr> messages) {
  int failures = 0;
  while (!messages.empty()) {
    const int sent =
        ::sendmmsg(socket_, messages.data(), static_cast<unsigned>(messages.size()), MSG_DONTWAIT);
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
void Sender::give_up(const mmsghdr& message, int error) {
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

bool Sender::may_try_again(int error, int failures) {
  if (error != EAGAIN && error != ENOBUFS) return failures < kAttempts;
  if (waits_left_ == 0) return false;
  --waits_left_;
  wait_a_moment();
  return true;
}

bool Sender::send(std::string_view bytes) {
  bool refused = false;
  waits_left_ = kWaits;
  for (int failures = 0; ::send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT) < 0;) {
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

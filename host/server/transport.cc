#include "server/transport.h"

#include <algorithm>

#include "wire/sealed.h"

namespace moonroom::server {
namespace {

// A returning member has two for a moment, and some clients have shaken hands and not joined.
constexpr size_t kSessionsPerMember = 3;

// Reading a flood may take as long as sending a line to a thousand members.
constexpr int kBatchesPerTurn = 16;

// A class that joins at once has as many handshakes as the room has places.
session::SessionLimits session_limits(size_t max_members) {
  session::SessionLimits limits;
  limits.in_all = kSessionsPerMember * max_members;
  limits.newcomers.in_all = std::max(limits.newcomers.of_network, max_members);
  return limits;
}

}  // namespace

Transport::Transport(net::UdpSockets& sockets, secure::Identity& identity,
                     const room::RoomState& state, relay::Relay& relay, size_t max_members)
    : sockets_(sockets),
      relay_(relay),
      sessions_(identity, session_limits(max_members), [&state](wire::SessionId session) {
        return state.room.in_session(session) != nullptr;
      }) {}

// Reads as much as possible: the kernel drops excess datagrams at random, the relay by rule.
void Transport::receive(Moment now) {
  sockets_.begin_turn();
  for (int batches = 0; batches < kBatchesPerTurn && !sockets_.drained(); ++batches)
    for (const auto& datagram : sockets_.receive(batch_)) dispatch(datagram, now);
}

void Transport::dispatch(const wire::Datagram& datagram, Moment now) {
  if (wire::protocol_of(datagram.bytes) == wire::Protocol::text)
    return relay_.receive(datagram, {now, out_});
  // Two pointers: more would be allocated for each datagram.
  sessions_.receive(datagram, now, out_, [this, &now](const wire::Datagram& message) {
    relay_.receive_message(message, {now, out_});
  });
}

void Transport::on_reports(Moment now) {
  for (const auto& dead : sockets_.drain_unreachable()) relay_.presence().on_unreachable(dead, now);
}

void Transport::drain_session_events(Moment now) {
  for (const auto& news : sessions_.drain_events()) {
    switch (news.kind) {
      case session::SessionEvent::Kind::silent:
        relay_.presence().on_silent(news.session, now);
        break;
      case session::SessionEvent::Kind::active:
        relay_.presence().on_heard_again(news.session, now);
        break;
      case session::SessionEvent::Kind::ended:
        relay_.presence().on_over(news.session, now);
    }
  }
}

size_t Transport::send(Moment now) {
  sessions_.flush(out_, now);
  const auto count = out_.deliveries().size();
  sockets_.send(out_);
  out_.clear();
  return count;
}

void Transport::trim_memory() {
  out_.trim_memory();
  sockets_.trim_memory();
}

std::optional<SteadyTime> Transport::next_due() const {
  // Long past: events wait already.
  return sessions_.table().has_events() ? SteadyTime() : sessions_.next_due();
}

}  // namespace moonroom::server

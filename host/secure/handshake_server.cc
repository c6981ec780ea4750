#include "secure/handshake_server.h"

#include <algorithm>
#include <utility>

namespace moonroom::secure {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPatience = 10s;

void send_all(std::span<const std::string> datagrams, const wire::Endpoint& to, wire::Outbox& out) {
  for (const auto& datagram : datagrams) out.send(datagram, to);
}

// A client that repeats its last flight has not received ours. The same bytes are a valid answer:
// to the client they are a delayed datagram. Each of the client's records gets our record of its
// kind, which has the same length, so a forged datagram causes no amplification.
std::string answer_to(std::string_view asked, const std::string& last_flight) {
  std::string answer;
  while (const auto theirs = next_record(asked)) {
    std::string_view rest = last_flight;
    while (const auto ours = next_record(rest))
      if (ours->type == theirs->type && ours->epoch == theirs->epoch &&
          ours->bytes.size() <= theirs->bytes.size())
        answer += ours->bytes;
  }
  return answer;
}

}  // namespace

HandshakeServer::HandshakeServer(const Identity& identity, HandshakeLimits limits)
    : identity_(identity),
      limits_(limits),
      beginnings_(limits.beginnings),
      renewals_(limits.renewals) {}

bool HandshakeServer::is_work(const wire::Datagram& in, SteadyTime now) {
  const auto random = in.truncated ? std::nullopt : client_random(in.bytes);
  const auto at = pending_.find(in.from);
  if (!random) return at != pending_.end() && at->second.handshake;
  const bool is_news = at == pending_.end() || at->second.random != *random;
  return is_news && cookies_.check({in.from, *random, in.bytes}, now);
}

std::optional<Keys> HandshakeServer::receive(const wire::Datagram& in, Moment now,
                                             wire::Outbox& out) {
  const auto random = in.truncated ? std::nullopt : client_random(in.bytes);
  const auto at = pending_.find(in.from);
  const bool is_stranger = at == pending_.end();
  // Another ClientHello from the same port: the client has started over.
  if (random && (is_stranger || at->second.random != *random))
    return on_first_hello(in, *random, now.steady, out);
  if (random)
    ++counts_.heard_before;
  else if (is_stranger)
    ++counts_.stray;
  else
    return proceed(at, in, now.steady, out);
  return std::nullopt;
}

void HandshakeServer::completed(const wire::Endpoint& from) {
  const auto at = pending_.find(from);
  if (at != pending_.end() && !at->second.handshake) forget(at);
}

void HandshakeServer::tick(Moment now, wire::Outbox& out) {
  while (!agenda_.empty() && agenda_.begin()->first <= now.steady) {
    const auto at = pending_.find(agenda_.begin()->second);
    auto& pending = at->second;
    if (pending.expires <= now.steady) {
      if (pending.handshake) ++counts_.expired;
      forget(at);
      continue;
    }
    pending.handshake->tick(now.steady);
    send_all(pending.handshake->drain_datagrams(), pending.from, out);
    schedule(pending);
  }
}

std::optional<SteadyTime> HandshakeServer::next_due() const {
  return agenda_.empty() ? std::nullopt : std::optional(agenda_.begin()->first);
}

std::optional<Keys> HandshakeServer::on_first_hello(const wire::Datagram& in,
                                                    const ClientRandom& random, SteadyTime now,
                                                    wire::Outbox& out) {
  const Cookies::Hello hello{in.from, random, in.bytes};
  const auto cookie = cookies_.check(hello, now);
  if (!cookie) {
    ++counts_.challenged;
    out.send(cookies_.challenge(hello, now), in.from);
    return std::nullopt;
  }
  if (renewals_.try_acquire(in.from, now) != Pass::yes) {
    // A client that starts over repeats its ClientHello by itself.
    ++counts_.too_fast;
    return std::nullopt;
  }
  if (!may_begin(in.from, now)) {
    ++counts_.too_fast;
    out.send(no_place_alert(), in.from);
    return std::nullopt;
  }
  if (const auto old = pending_.find(in.from); old != pending_.end()) forget(old);
  make_room(in.from, out);
  return proceed(admit(in.from, random, *cookie, now), in, now, out);
}

std::optional<Keys> HandshakeServer::proceed(Table::iterator at, const wire::Datagram& in,
                                             SteadyTime now, wire::Outbox& out) {
  auto& pending = at->second;
  // The answer leaves from the address that the client wrote to.
  pending.from = in.from;
  if (!pending.handshake) {
    repeat_last(pending, in, out);
    return std::nullopt;
  }
  const auto state = pending.handshake->receive(in.bytes, now);
  if (state == Handshake::State::done) return finish(at, now, out);
  if (state == Handshake::State::failed) {
    fail(at, in, out);
    return std::nullopt;
  }
  send_all(pending.handshake->drain_datagrams(), pending.from, out);
  schedule(pending);
  return std::nullopt;
}

std::optional<Keys> HandshakeServer::finish(Table::iterator at, SteadyTime now, wire::Outbox& out) {
  auto& pending = at->second;
  auto keys = pending.handshake->keys();
  if (!keys) {
    ++counts_.failed;
    forget(at);
    return std::nullopt;
  }
  ++counts_.completed;
  for (const auto& datagram : pending.handshake->drain_datagrams()) pending.last_flight += datagram;
  out.send(pending.last_flight, pending.from);
  pending.handshake.reset();
  pending.expires = now + kPatience;
  schedule(pending);
  return std::move(*keys);
}

// Reports the reason, unless the alert is longer than the datagram, which can be forged.
void HandshakeServer::fail(Table::iterator at, const wire::Datagram& in, wire::Outbox& out) {
  ++counts_.failed;
  for (const auto& alert : at->second.handshake->drain_datagrams())
    if (alert.size() <= in.bytes.size()) out.send(alert, in.from);
  forget(at);
}

void HandshakeServer::repeat_last(const Pending& pending, const wire::Datagram& in,
                                  wire::Outbox& out) {
  const auto answer = answer_to(in.bytes, pending.last_flight);
  ++(answer.empty() ? counts_.stray : counts_.repeated);
  if (!answer.empty()) out.send(answer, pending.from);
}

bool HandshakeServer::may_begin(const wire::Endpoint& from, SteadyTime now) {
  return from.address.is_local() || beginnings_.try_acquire(from.address, now) == Pass::yes;
}

void HandshakeServer::make_room(const wire::Endpoint& from, wire::Outbox& out) {
  while (const auto* in_the_way = places_.in_the_way(from.address, limits_.places)) {
    const auto at = pending_.find(*in_the_way);
    ++counts_.pushed_out;
    if (at->second.handshake) out.send(no_place_alert(), at->second.from);
    forget(at);
  }
}

HandshakeServer::Table::iterator HandshakeServer::admit(const wire::Endpoint& from,
                                                        const ClientRandom& random,
                                                        gnutls_dtls_prestate_st cookie,
                                                        SteadyTime now) {
  ++counts_.admitted;
  places_.add(from.address, from);
  auto handshake = std::make_unique<Handshake>(identity_, cookie, now);
  const auto due = agenda_.emplace(handshake->next_due(), from);
  Pending pending{from, random, now + kPatience, due, std::move(handshake), {}};
  return pending_.emplace(from, std::move(pending)).first;
}

void HandshakeServer::schedule(Pending& pending) {
  const auto repeat = pending.handshake ? pending.handshake->next_due() : SteadyTime::max();
  const auto when = std::min(repeat, pending.expires);
  if (pending.due->first == when) return;
  agenda_.erase(pending.due);
  pending.due = agenda_.emplace(when, pending.from);
}

void HandshakeServer::forget(Table::iterator at) {
  places_.remove(at->second.from.address, at->second.from);
  agenda_.erase(at->second.due);
  pending_.erase(at);
}

}  // namespace moonroom::secure

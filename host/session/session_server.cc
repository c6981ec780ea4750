#include "session/session_server.h"

#include <algorithm>

#include "wire/sealed.h"

namespace moonroom::session {
namespace {

// After a restart a thousand clients ask at once and retry when they get no answer; a flood of
// forged packets must not cause unlimited answers.
constexpr int kHintsASecond = 2000;

// A few hundredths of a processor can handle these. After losses every packet requests an
// acknowledgement, and in a busy room those of a thousand members would overload the host, which
// would lose more packets.
constexpr int kAnswersASecond = 10'000;

// About as long as sending a line to a thousand members: a few milliseconds.
constexpr int kHandshakesATurn = 8;

link::CloseReason reason_of(wire::Parting why) {
  switch (why) {
    case wire::Parting::evicted:
      return link::CloseReason::evicted;
    case wire::Parting::removed:
      return link::CloseReason::removed;
    case wire::Parting::done:
      break;
  }
  return link::CloseReason::done;
}

}  // namespace

SessionServer::SessionServer(const secure::Identity& identity, const SessionLimits& limits,
                             HasMember has_member)
    : has_member_(has_member ? std::move(has_member) : [](wire::SessionId) { return false; }),
      handshake_server_(identity),
      table_(limits),
      hints_(kHintsASecond),
      answers_(kAnswersASecond) {}

// ── Receiving ────────────────────────────────────────────────────────────────────────────────────

void SessionServer::receive(const wire::Datagram& in, Moment now, wire::Outbox& out,
                            const Deliver& deliver) {
  switch (wire::protocol_of(in.bytes)) {
    case wire::Protocol::handshake:
      return on_handshake(in, now, out);
    case wire::Protocol::sealed:
      return open(in, now, out, deliver);
    case wire::Protocol::hint:
    case wire::Protocol::text:
      return;
  }
}

void SessionServer::on_handshake(const wire::Datagram& in, Moment now, wire::Outbox& out) {
  if (!handshake_server_.is_work(in, now.steady)) return run_handshake(in, now, out);
  if (!handshakes_.push(in)) ++stats_.handshakes_dropped;
}

void SessionServer::run_handshake(const wire::Datagram& in, Moment now, wire::Outbox& out) {
  auto keys = handshake_server_.receive(in, now, out);
  if (!keys) return;
  ++stats_.handshakes;
  const bool has_room = make_room(in.from.address, now, out);
  auto* entry = table_.add(*std::move(keys), in.from, now);
  // The client has the keys, so the host can send an authenticated refusal.
  if (entry && !has_room) evict(*entry, now, out);
}

// A newcomer's session can have a member by now: then it is no longer counted.
bool SessionServer::make_room(const wire::Address& from, Moment now, wire::Outbox& out) {
  while (auto* entry = table_.newcomer_in_the_way(from)) {
    if (has_member_(entry->id()))
      table_.mark_member(*entry);
    else
      evict(*entry, now, out);
  }
  return !table_.is_full();
}

void SessionServer::evict(Entry& entry, Moment now, wire::Outbox& out) {
  ++stats_.evicted_newcomers;
  entry.session.link().close(link::CloseReason::crowded);
  send(entry, now, out);
  end(entry);
}

void SessionServer::open(const wire::Datagram& in, Moment now, wire::Outbox& out,
                         const Deliver& deliver) {
  const auto head = wire::sealed_head(in.bytes);
  if (!head) return;
  auto* entry = table_.find(head->session);
  if (!entry) return send_hint(in, head->session, now, out);
  auto& session = entry->session;
  const bool first = session.newest() == 0;
  auto message = in;
  const auto received = session.receive(in, now, [&](std::string_view bytes) {
    ++stats_.messages_in;
    message.from = session.at();
    message.bytes = bytes;
    deliver(message);
  });
  if (received == Session::Received::ignored) {
    ++stats_.refused;
    return;
  }
  ++stats_.packets_in;
  if (first) handshake_server_.completed(in.from);
  if (received == Session::Received::violation) return end(*entry);
  if (session.link().peer_close_reason()) {
    // The close is answered, or the peer would repeat it.
    send(*entry, now, out);
    return end(*entry);
  }
  table_.on_received(*entry, now.steady);
  batch_.add(*entry);
}

void SessionServer::send_hint(const wire::Datagram& in, wire::SessionId session, Moment now,
                              wire::Outbox& out) {
  ++stats_.unknown;
  if (!hints_.try_acquire(now.steady)) return;
  const auto bytes = wire::hint(session);
  out.send(std::string_view(bytes.data(), bytes.size()), in.from);
}

// ── Sending ──────────────────────────────────────────────────────────────────────────────────────

void SessionServer::flush(wire::Outbox& out, Moment now) {
  process_handshakes(now, out);
  stats_.messages_out += batch_.add(out, [this](wire::SessionId id) { return table_.find(id); });
  while (auto* entry = table_.pop_due(now.steady)) batch_.add(*entry);
  batch_.drain(
      [](Entry& entry, const link::SharedBuffer& message) { entry.session.link().send(message); },
      [&](Entry& entry, std::optional<wire::Parting> closing) {
        if (closing) {
          entry.session.link().close(reason_of(*closing));
          table_.mark_closing(entry, now.steady);
        }
        serve(entry, now, out);
      });
  handshake_server_.tick(now, out);
}

// A waiting client repeats its datagrams, and the repeats cost little.
void SessionServer::process_handshakes(Moment now, wire::Outbox& out) {
  for (int done = 0; done < kHandshakesATurn && !handshakes_.empty();) {
    const auto waiting = *handshakes_.pop();
    const wire::Datagram in{waiting.from, waiting.bytes, false};
    if (handshake_server_.is_work(in, now.steady)) ++done;
    run_handshake(in, now, out);
  }
}

// The member can have left before the session ended.
void SessionServer::update_membership(Entry& entry, SteadyTime now) {
  if (entry.lifetime.is_closing()) return;
  if (has_member_(entry.id()))
    table_.mark_member(entry);
  else
    table_.mark_newcomer(entry, now);
}

void SessionServer::serve(Entry& entry, Moment now, wire::Outbox& out) {
  auto& link = entry.session.link();
  if (link.overflowed()) {
    ++stats_.slow_readers;
    link.close(link::CloseReason::behind);
  }
  send(entry, now, out);
  update_membership(entry, now.steady);
  const auto check = entry.lifetime.check(now.steady, link.finished());
  if (check == Lifetime::Check::expired) ++stats_.expired_newcomers;
  if (link.overflowed() || check == Lifetime::Check::expired) return end(entry);
  if (check == Lifetime::Check::closed) return table_.remove(entry);
  if (check == Lifetime::Check::silent) table_.mark_silent(entry);
  table_.schedule(entry);
}

void SessionServer::send(Entry& entry, Moment now, wire::Outbox& out) {
  stats_.packets_out += entry.session.send(now, out, answers_);
}

void SessionServer::end(Entry& entry) {
  batch_.remove(entry);
  table_.end(entry);
}

std::optional<SteadyTime> SessionServer::next_due() const {
  if (!handshakes_.empty()) return SteadyTime::min();
  const auto due = table_.next_due();
  const auto handshake = handshake_server_.next_due();
  return due && handshake ? std::min(*due, *handshake) : due ? due : handshake;
}

}  // namespace moonroom::session

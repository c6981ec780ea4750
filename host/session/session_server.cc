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

// A session without its member is kept a bit longer than the room keeps the seat.
constexpr auto kForgotten = std::chrono::minutes(11);

// Time to send a name, or a password and a name; a person who takes longer gets another session.
constexpr auto kUntilAdmitted = std::chrono::seconds(30);

// Enough for a close that is lost a few times.
constexpr auto kGoodbye = std::chrono::seconds(3);

link::CloseReason bye_of(wire::Parting why) {
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
    : limits_(limits),
      has_member_(has_member ? std::move(has_member) : [](wire::SessionId) { return false; }),
      handshake_server_(identity),
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
  const auto id = keys->session();
  const bool has_room = make_room(in.from.address, now, out);
  const auto [place, is_new] = sessions_.try_emplace(id, *std::move(keys), in.from, now);
  if (!is_new) return;
  add_newcomer(place->second, now.steady);
  schedule(place->second);
  // The client has the keys, so the host can send an authenticated refusal.
  if (!has_room) evict(id, now, out);
}

// ── Newcomers ───────────────────────────────────────────────────────────────────────────────────

// A newcomer's session can have a member by now: then it is no longer counted.
bool SessionServer::make_room(const wire::Address& from, Moment now, wire::Outbox& out) {
  const auto in_the_way = [&] {
    const auto* one = newcomers_.in_the_way(from, limits_.newcomers);
    return one || sessions_.size() < limits_.in_all ? one : newcomers_.heaviest();
  };
  while (const auto* one = in_the_way()) {
    const auto id = *one;
    if (has_member_(id))
      remove_newcomer(*find(id));
    else
      evict(id, now, out);
  }
  return sessions_.size() < limits_.in_all;
}

void SessionServer::evict(wire::SessionId id, Moment now, wire::Outbox& out) {
  auto& session = *find(id);
  ++stats_.evicted_newcomers;
  session.link().close(link::CloseReason::crowded);
  stats_.packets_out += session.send(now, out, answers_);
  end(id);
}

void SessionServer::add_newcomer(Session& session, SteadyTime now) {
  session.admitted_by = now + kUntilAdmitted;
  newcomers_.add(session.came_from(), session.id());
}

void SessionServer::remove_newcomer(Session& session) {
  if (!std::exchange(session.admitted_by, std::nullopt)) return;
  newcomers_.remove(session.came_from(), session.id());
}

// The member can have left before the session ended.
void SessionServer::update_membership(Session& session, SteadyTime now) {
  if (session.close_deadline) return;
  if (has_member_(session.id()))
    remove_newcomer(session);
  else if (!session.admitted_by)
    add_newcomer(session, now);
}

bool SessionServer::has_waited_too_long(const Session& session, SteadyTime now) {
  if (session.close_deadline) return false;
  const bool is_unused = session.admitted_by && now >= *session.admitted_by;
  return is_unused || now - session.last_heard() >= kForgotten;
}

void SessionServer::open(const wire::Datagram& in, Moment now, wire::Outbox& out,
                         const Deliver& deliver) {
  const auto head = wire::sealed_head(in.bytes);
  if (!head) return;
  const auto found = sessions_.find(head->session);
  if (found == sessions_.end()) return hint(in, head->session, now, out);
  auto& session = found->second;
  const bool first = session.newest() == 0;
  auto message = in;
  const auto taken = session.receive(in, now, [&](std::string_view bytes) {
    ++stats_.messages_in;
    message.from = session.at();
    message.bytes = bytes;
    deliver(message);
  });
  if (taken == Session::Received::ignored) {
    ++stats_.refused;
    return;
  }
  ++stats_.packets_in;
  if (first) handshake_server_.completed(in.from);
  if (taken == Session::Received::violation) return end(head->session);
  if (session.link().peer_close_reason()) {
    // The close is answered, or the peer would repeat it.
    stats_.packets_out += session.send(now, out, answers_);
    return end(head->session);
  }
  if (std::exchange(session.silent, false))
    events_.push_back({head->session, SessionEvent::Kind::active});
  target_for(session);
}

void SessionServer::hint(const wire::Datagram& in, wire::SessionId session, Moment now,
                         wire::Outbox& out) {
  ++stats_.unknown;
  if (!hints_.try_acquire(now.steady)) return;
  const auto bytes = wire::hint(session);
  out.send(std::string_view(bytes.data(), bytes.size()), in.from);
}

// ── Sending ──────────────────────────────────────────────────────────────────────────────────────

void SessionServer::flush(wire::Outbox& out, Moment now) {
  process_handshakes(now, out);
  collect_messages(out);
  for (const auto& closing : out.closings())
    if (auto* session = find(closing.session)) target_for(*session).closing = closing.why;
  collect_due(now);
  // Serving a session can end it, but affects no other.
  for (const auto& stop : batch_)
    if (stop.session) serve(stop, out, now);
  batch_.clear();
  order_hint_.clear();
  items_.clear();
  bodies_.clear();
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

void SessionServer::collect_messages(const wire::Outbox& out) {
  uint32_t line = UINT32_MAX;
  size_t place = 0;
  for (const auto& message : out.messages()) {
    // A message for many recipients is in the outbox in one run.
    if (bodies_.empty() || message.text.offset != line) {
      bodies_.emplace_back(out.bytes(message.text));
      line = message.text.offset;
      place = 0;
    }
    auto* stop = next_target(message.to, place);
    if (!stop) continue;
    ++stats_.messages_out;
    const auto parcel = static_cast<uint32_t>(items_.size());
    items_.push_back({static_cast<uint32_t>(bodies_.size() - 1)});
    (stop->last == kNone ? stop->first : items_[stop->last].next) = parcel;
    stop->last = parcel;
  }
}

// Most recipients of one line also receive the next, in the same order.
SessionServer::BatchTarget* SessionServer::next_target(wire::SessionId id, size_t& place) {
  for (size_t ahead = place; ahead < std::min(place + 2, order_hint_.size()); ++ahead) {
    auto& stop = batch_[order_hint_[ahead]];
    if (stop.id != id) continue;
    place = ahead + 1;
    return &stop;
  }
  auto* session = find(id);
  if (!session) return nullptr;
  auto& stop = target_for(*session);
  if (place == order_hint_.size()) {
    order_hint_.push_back(session->batch_slot);
    ++place;
  }
  return &stop;
}

SessionServer::BatchTarget& SessionServer::target_for(Session& session) {
  if (session.batch_slot == Session::kNoSlot) {
    session.batch_slot = static_cast<uint32_t>(batch_.size());
    batch_.push_back({session.id(), &session});
  }
  return batch_[session.batch_slot];
}

Session* SessionServer::find(wire::SessionId id) {
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : &found->second;
}

void SessionServer::collect_due(Moment now) {
  while (const auto id = due_.pop_due(now.steady)) {
    auto* session = find(*id);
    if (!session || session->due > now.steady) continue;
    session->due = SteadyTime::max();
    target_for(*session);
  }
}

void SessionServer::serve(const BatchTarget& stop, wire::Outbox& out, Moment now) {
  auto& session = *stop.session;
  session.batch_slot = Session::kNoSlot;
  for (auto parcel = stop.first; parcel != kNone; parcel = items_[parcel].next)
    session.link().send(bodies_[items_[parcel].body]);
  if (stop.closing) begin_close(session, *stop.closing, now);
  service(session, out, now);
}

void SessionServer::begin_close(Session& session, wire::Parting why, Moment now) {
  session.link().close(bye_of(why));
  if (!session.close_deadline) ++closing_;
  session.close_deadline = now.steady + kGoodbye;
}

void SessionServer::service(Session& session, wire::Outbox& out, Moment now) {
  if (session.link().overflowed()) {
    ++stats_.slow_readers;
    session.link().close(link::CloseReason::behind);
  }
  stats_.packets_out += session.send(now, out, answers_);
  update_membership(session, now.steady);
  const bool is_unused = has_waited_too_long(session, now.steady);
  if (is_unused) ++stats_.expired_newcomers;
  if (session.link().overflowed() || is_unused) return end(session.id());
  const auto silence = now.steady - session.last_heard();
  if (session.close_deadline &&
      (now.steady >= *session.close_deadline || session.link().finished()))
    return forget(session.id());
  if (silence >= kSilence && !std::exchange(session.silent, true))
    events_.push_back({session.id(), SessionEvent::Kind::silent});
  schedule(session);
}

void SessionServer::schedule(Session& session) {
  auto due = session.last_heard() + (session.silent ? Duration(kForgotten) : Duration(kSilence));
  if (session.admitted_by && !session.close_deadline) due = std::min(due, *session.admitted_by);
  if (const auto next = session.link().next_due()) due = std::min(due, *next);
  if (session.close_deadline) due = std::min(due, *session.close_deadline);
  // A session whose deadline comes up too early is queued again then.
  if (due >= session.due) return;
  session.due = due;
  due_.add(due, session.id());
}

// The relay did not request this end, so it gets an event.
void SessionServer::end(wire::SessionId id) {
  forget(id);
  events_.push_back({id, SessionEvent::Kind::ended});
}

void SessionServer::forget(wire::SessionId id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  auto& session = found->second;
  if (session.close_deadline) --closing_;
  remove_newcomer(session);
  if (session.batch_slot != Session::kNoSlot) batch_[session.batch_slot] = {};
  sessions_.erase(found);
}

std::optional<SteadyTime> SessionServer::next_due() const {
  if (!handshakes_.empty()) return SteadyTime::min();
  auto due = due_.next();
  const auto handshake = handshake_server_.next_due();
  return due && handshake ? std::min(*due, *handshake) : due ? due : handshake;
}

}  // namespace moonroom::session

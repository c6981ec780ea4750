#include "session/sessions.h"

#include <algorithm>

#include "wire/sealed.h"

namespace moonroom::session {
namespace {

// After a restart a thousand clients ask at once and try again when they hear nothing; a flood of
// forged packets must not make the host talk without end.
constexpr int kHintsASecond = 2000;

// What a few hundredths of a processor can take in. After losses every packet asks for an answer,
// and a thousand members' answers to all that a busy room says would drown the host, which loses
// more by that.
constexpr int kAnswersASecond = 10'000;

// What takes about as long as sending a line to a thousand members: a few milliseconds.
constexpr int kHandshakesATurn = 8;

// A session whose member does not come back is kept a bit longer than the room keeps his seat.
constexpr auto kForgotten = std::chrono::minutes(11);

// To say a name, or a password and a name; a person who thinks for longer gets another session.
constexpr auto kUntilAdmitted = std::chrono::seconds(30);

// As long as a goodbye may take that is lost a few times.
constexpr auto kGoodbye = std::chrono::seconds(3);

link::Bye bye_of(wire::Parting why) {
  switch (why) {
    case wire::Parting::evicted:
      return link::Bye::evicted;
    case wire::Parting::removed:
      return link::Bye::removed;
    case wire::Parting::done:
      break;
  }
  return link::Bye::done;
}

}  // namespace

Sessions::Sessions(const secure::Identity& identity, const SessionLimits& limits,
                   HasMember has_member)
    : limits_(limits),
      has_member_(has_member ? std::move(has_member) : [](wire::SessionId) { return false; }),
      doorway_(identity),
      hints_(kHintsASecond),
      answers_(kAnswersASecond) {}

// ── What comes in ───────────────────────────────────────────────────────────────────────────────

void Sessions::receive(const wire::Datagram& in, Moment now, wire::Outbox& out,
                       const Deliver& deliver) {
  switch (wire::protocol_of(in.bytes)) {
    case wire::Protocol::handshake:
      return meet(in, now, out);
    case wire::Protocol::sealed:
      return open(in, now, out, deliver);
    case wire::Protocol::hint:
    case wire::Protocol::text:
      return;
  }
}

void Sessions::meet(const wire::Datagram& in, Moment now, wire::Outbox& out) {
  if (!doorway_.is_work(in, now.steady)) return shake_hands(in, now, out);
  if (!handshakes_.push(in)) ++stats_.crowded_out;
}

void Sessions::shake_hands(const wire::Datagram& in, Moment now, wire::Outbox& out) {
  auto keys = doorway_.receive(in, now, out);
  if (!keys) return;
  ++stats_.handshakes;
  const auto id = keys->session();
  const bool has_room = make_room(in.from.address, now, out);
  const auto [place, is_new] = sessions_.try_emplace(id, *std::move(keys), in.from, now);
  if (!is_new) return;
  add_newcomer(place->second, now.steady);
  schedule(place->second);
  // The client has the keys: it can be told in words that only the host can say.
  if (!has_room) throw_out(id, now, out);
}

// ── Newcomers ───────────────────────────────────────────────────────────────────────────────────

// A session that was a newcomer's may have a member by now: then it is in nobody's way.
bool Sessions::make_room(const wire::Address& from, Moment now, wire::Outbox& out) {
  const auto in_the_way = [&] {
    const auto* one = newcomers_.in_the_way(from, limits_.newcomers);
    return one || sessions_.size() < limits_.in_all ? one : newcomers_.heaviest();
  };
  while (const auto* one = in_the_way()) {
    const auto id = *one;
    if (has_member_(id))
      remove_newcomer(*find(id));
    else
      throw_out(id, now, out);
  }
  return sessions_.size() < limits_.in_all;
}

void Sessions::throw_out(wire::SessionId id, Moment now, wire::Outbox& out) {
  auto& session = *find(id);
  ++stats_.thrown_out;
  session.link().bye(link::Bye::crowded);
  stats_.packets_out += session.send(now, out, answers_);
  end(id);
}

void Sessions::add_newcomer(Session& session, SteadyTime now) {
  session.admitted_by = now + kUntilAdmitted;
  newcomers_.add(session.came_from(), session.id());
}

void Sessions::remove_newcomer(Session& session) {
  if (!std::exchange(session.admitted_by, std::nullopt)) return;
  newcomers_.remove(session.came_from(), session.id());
}

// A member can have gone and left the session behind.
void Sessions::look_for_member(Session& session, SteadyTime now) {
  if (session.ends_by) return;
  if (has_member_(session.id()))
    remove_newcomer(session);
  else if (!session.admitted_by)
    add_newcomer(session, now);
}

bool Sessions::has_waited_too_long(const Session& session, SteadyTime now) {
  if (session.ends_by) return false;
  const bool is_unused = session.admitted_by && now >= *session.admitted_by;
  return is_unused || now - session.heard() >= kForgotten;
}

void Sessions::open(const wire::Datagram& in, Moment now, wire::Outbox& out,
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
  if (taken == Session::Taken::nothing) {
    ++stats_.refused;
    return;
  }
  ++stats_.packets_in;
  if (first) doorway_.completed(in.from);
  if (taken == Session::Taken::nonsense) return end(head->session);
  if (session.link().parting()) {
    // The goodbye is answered, or it would be said again.
    stats_.packets_out += session.send(now, out, answers_);
    return end(head->session);
  }
  if (std::exchange(session.silent, false))
    news_.push_back({head->session, News::Kind::heard_again});
  stop_at(session);
}

void Sessions::hint(const wire::Datagram& in, wire::SessionId session, Moment now,
                    wire::Outbox& out) {
  ++stats_.unknown;
  if (!hints_.take(now.steady)) return;
  const auto bytes = wire::hint(session);
  out.send(std::string_view(bytes.data(), bytes.size()), in.from);
}

// ── What goes out ───────────────────────────────────────────────────────────────────────────────

void Sessions::carry(wire::Outbox& out, Moment now) {
  see_to_handshakes(now, out);
  take_messages(out);
  for (const auto& closing : out.closings())
    if (auto* session = find(closing.session)) stop_at(*session).closing = closing.why;
  take_due(now);
  // Serving one may end it, but touches no other.
  for (const auto& stop : round_)
    if (stop.session) serve(stop, out, now);
  round_.clear();
  way_.clear();
  parcels_.clear();
  bodies_.clear();
  doorway_.tick(now, out);
}

// A client that waits for long repeats its words: by the second time there is nothing to do.
void Sessions::see_to_handshakes(Moment now, wire::Outbox& out) {
  for (int done = 0; done < kHandshakesATurn && !handshakes_.empty();) {
    const auto waiting = *handshakes_.pop();
    const wire::Datagram in{waiting.from, waiting.bytes, false};
    if (doorway_.is_work(in, now.steady)) ++done;
    shake_hands(in, now, out);
  }
}

void Sessions::take_messages(const wire::Outbox& out) {
  uint32_t line = UINT32_MAX;
  size_t place = 0;
  for (const auto& message : out.messages()) {
    // What goes to many stands in the outbox in one run.
    if (bodies_.empty() || message.text.offset != line) {
      bodies_.emplace_back(out.bytes(message.text));
      line = message.text.offset;
      place = 0;
    }
    auto* stop = next_stop(message.to, place);
    if (!stop) continue;
    ++stats_.messages_out;
    const auto parcel = static_cast<uint32_t>(parcels_.size());
    parcels_.push_back({static_cast<uint32_t>(bodies_.size() - 1)});
    (stop->last == kNone ? stop->first : parcels_[stop->last].next) = parcel;
    stop->last = parcel;
  }
}

// Whoever hears one line of a turn hears most others, in the same order.
Sessions::Stop* Sessions::next_stop(wire::SessionId id, size_t& place) {
  for (size_t ahead = place; ahead < std::min(place + 2, way_.size()); ++ahead) {
    auto& stop = round_[way_[ahead]];
    if (stop.id != id) continue;
    place = ahead + 1;
    return &stop;
  }
  auto* session = find(id);
  if (!session) return nullptr;
  auto& stop = stop_at(*session);
  if (place == way_.size()) {
    way_.push_back(session->place);
    ++place;
  }
  return &stop;
}

Sessions::Stop& Sessions::stop_at(Session& session) {
  if (session.place == Session::kNoPlace) {
    session.place = static_cast<uint32_t>(round_.size());
    round_.push_back({session.id(), &session});
  }
  return round_[session.place];
}

Session* Sessions::find(wire::SessionId id) {
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : &found->second;
}

void Sessions::take_due(Moment now) {
  while (const auto id = due_.take(now.steady)) {
    auto* session = find(*id);
    if (!session || session->due > now.steady) continue;
    session->due = SteadyTime::max();
    stop_at(*session);
  }
}

void Sessions::serve(const Stop& stop, wire::Outbox& out, Moment now) {
  auto& session = *stop.session;
  session.place = Session::kNoPlace;
  for (auto parcel = stop.first; parcel != kNone; parcel = parcels_[parcel].next)
    session.link().send(bodies_[parcels_[parcel].body]);
  if (stop.closing) part_with(session, *stop.closing, now);
  look_after(session, out, now);
}

void Sessions::part_with(Session& session, wire::Parting why, Moment now) {
  session.link().bye(bye_of(why));
  if (!session.ends_by) ++parting_;
  session.ends_by = now.steady + kGoodbye;
}

void Sessions::look_after(Session& session, wire::Outbox& out, Moment now) {
  if (session.link().overflowed()) {
    ++stats_.behind;
    session.link().bye(link::Bye::behind);
  }
  stats_.packets_out += session.send(now, out, answers_);
  look_for_member(session, now.steady);
  const bool is_unused = has_waited_too_long(session, now.steady);
  if (is_unused) ++stats_.unused;
  if (session.link().overflowed() || is_unused) return end(session.id());
  const auto silence = now.steady - session.heard();
  if (session.ends_by && (now.steady >= *session.ends_by || session.link().finished()))
    return forget(session.id());
  if (silence >= kSilence && !std::exchange(session.silent, true))
    news_.push_back({session.id(), News::Kind::silent});
  schedule(session);
}

void Sessions::schedule(Session& session) {
  auto due = session.heard() + (session.silent ? Duration(kForgotten) : Duration(kSilence));
  if (session.admitted_by && !session.ends_by) due = std::min(due, *session.admitted_by);
  if (const auto next = session.link().next_due()) due = std::min(due, *next);
  if (session.ends_by) due = std::min(due, *session.ends_by);
  // One that comes up too early is put in again then.
  if (due >= session.due) return;
  session.due = due;
  due_.add(due, session.id());
}

// The relay has not asked for it.
void Sessions::end(wire::SessionId id) {
  forget(id);
  news_.push_back({id, News::Kind::over});
}

void Sessions::forget(wire::SessionId id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  auto& session = found->second;
  if (session.ends_by) --parting_;
  remove_newcomer(session);
  if (session.place != Session::kNoPlace) round_[session.place] = {};
  sessions_.erase(found);
}

std::optional<SteadyTime> Sessions::next_due() const {
  if (!handshakes_.empty()) return SteadyTime::min();
  auto due = due_.next();
  const auto handshake = doorway_.next_due();
  return due && handshake ? std::min(*due, *handshake) : due ? due : handshake;
}

}  // namespace moonroom::session

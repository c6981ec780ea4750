#include "session/session_table.h"

#include <algorithm>

namespace moonroom::session {

SessionTable::Entry* SessionTable::add(secure::Keys keys, const wire::Endpoint& from, Moment now) {
  const auto id = keys.session();
  const auto [place, is_new] = sessions_.try_emplace(id, std::move(keys), from, now);
  if (!is_new) return nullptr;
  mark_newcomer(place->second, now.steady);
  schedule(place->second);
  return &place->second;
}

void SessionTable::mark_newcomer(Entry& entry, SteadyTime now) {
  if (entry.lifetime.is_newcomer()) return;
  entry.lifetime.mark_newcomer(now);
  newcomers_.add(entry.session.came_from(), entry.id());
}

void SessionTable::mark_member(Entry& entry) {
  if (!entry.lifetime.is_newcomer()) return;
  entry.lifetime.mark_member();
  newcomers_.remove(entry.session.came_from(), entry.id());
}

SessionTable::Entry* SessionTable::newcomer_in_the_way(const wire::Address& from) {
  const auto* id = newcomers_.in_the_way(from, limits_.newcomers);
  if (!id && is_full()) id = newcomers_.heaviest();
  return id ? find(*id) : nullptr;
}

void SessionTable::on_received(Entry& entry, SteadyTime now) {
  if (entry.lifetime.on_received(now)) events_.push_back({entry.id(), SessionEvent::Kind::active});
}

void SessionTable::mark_silent(Entry& entry) {
  entry.lifetime.mark_silent();
  events_.push_back({entry.id(), SessionEvent::Kind::silent});
}

void SessionTable::mark_closing(Entry& entry, SteadyTime now) {
  if (!entry.lifetime.is_closing()) ++closing_;
  entry.lifetime.mark_closing(now);
}

void SessionTable::end(Entry& entry) {
  events_.push_back({entry.id(), SessionEvent::Kind::ended});
  remove(entry);
}

void SessionTable::remove(Entry& entry) {
  if (entry.lifetime.is_closing()) --closing_;
  mark_member(entry);
  sessions_.erase(entry.id());
}

void SessionTable::schedule(Entry& entry) {
  auto due = entry.lifetime.next_due();
  if (const auto next = entry.session.link().next_due()) due = std::min(due, *next);
  // A session whose deadline comes up too early is queued again then.
  if (due >= entry.due) return;
  entry.due = due;
  due_.add(due, entry.id());
}

SessionTable::Entry* SessionTable::pop_due(SteadyTime now) {
  while (const auto id = due_.pop_due(now)) {
    auto* entry = find(*id);
    if (!entry || entry->due > now) continue;
    entry->due = SteadyTime::max();
    return entry;
  }
  return nullptr;
}

}  // namespace moonroom::session

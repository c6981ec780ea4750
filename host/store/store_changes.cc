// What a Store is told, and what it knows: all in memory.
#include <algorithm>
#include <utility>
#include <variant>

#include "room/look.h"
#include "store/store.h"

namespace moonroom::store {
namespace {

// As many as the room's log holds.
constexpr size_t kSnapshotEntries = 1000;

std::optional<BanLayout::Key> key_of(const room::Ban& ban) {
  if (ban.kind == room::Ban::Kind::name) return BanLayout::Key(ban.kind, room::skeleton(ban.what));
  const auto block = wire::parse_prefix(ban.what);
  if (!block) return std::nullopt;
  return BanLayout::Key(ban.kind, wire::to_string(*block));
}

}  // namespace

Result<room::Snapshot> Store::snapshot() {
  auto entries = ledger_.latest(kSnapshotEntries);
  if (!entries) return tl::unexpected(in_words(entries.error(), place_.file));
  const auto counters = ledger_.counted();
  room::Snapshot snapshot;
  snapshot.entries = *std::move(entries);
  snapshot.last_entry = counters.last_entry;
  snapshot.last_member = counters.last_member;
  snapshot.said = counters.said;
  snapshot.sent = counters.sent;
  if (!snapshot.entries.empty())
    snapshot.last_entry = std::max(snapshot.last_entry, snapshot.entries.back().number);
  ledger_.seats.for_each(0, [&](const auto&, const room::Seat& seat) {
    snapshot.seats.push_back(seat);
    return true;
  });
  restore_penalties(snapshot);
  return snapshot;
}

void Store::restore_penalties(room::Snapshot& snapshot) const {
  ledger_.bans.for_each({}, [&](const auto&, const room::BanUntil& ban) {
    snapshot.bans.push_back(ban);
    return true;
  });
  ledger_.mutes.for_each({}, [&](const MuteLayout::Key& key, const MuteLayout::Row& row) {
    const auto& [kind, text] = key;
    const auto endpoint = wire::parse_endpoint(text);
    const auto source = wire::parse_prefix(text);
    if (kind == MuteLayout::Kind::name)
      snapshot.mutes.push_back({text, {}, row.until, {}, 0, row.name});
    else if (kind == MuteLayout::Kind::place && endpoint)
      snapshot.mutes.push_back({"", *endpoint, row.until, {}, 0, row.name});
    else if (kind == MuteLayout::Kind::source && source)
      snapshot.mutes.push_back({"", {}, row.until, *source, row.after, row.name});
    return true;
  });
}

void Store::append(const room::Entry& entry) {
  // Without a disk the room's own log has all. What is not for everybody is written down only when
  // a plugin asks for it.
  const bool is_kept = !entry.post.is_private() || entry.post.keep;
  if (lasts() && is_kept) ledger_.entries.append(entry);
  auto counters = ledger_.counted();
  counters.last_entry = std::max(counters.last_entry, entry.number);
  ledger_.counters.put(CounterLayout::kOnly, counters);
}

void Store::record(const room::Record& record) {
  std::visit([this](const auto& change) { note(change); }, record);
}

void Store::note(const room::Seat& seat) {
  ledger_.seats.put(seat.who, seat);
}

void Store::note(const room::Unseat& gone) {
  ledger_.seats.remove(gone.who);
}

void Store::note(const room::BanUntil& ban) {
  const auto key = key_of(ban.ban);
  if (!key) return;
  if (ban.ban.length > Duration::zero())
    ledger_.bans.put(*key, ban);
  else
    ledger_.bans.remove(*key);
  // What has ended already is to go with the next commit.
  swept_at_.reset();
}

void Store::note(const room::MuteUntil& mute) {
  using Kind = MuteLayout::Kind;
  const MuteLayout::Row row{mute.until, mute.after, mute.name};
  if (!mute.skeleton.empty()) ledger_.mutes.put({Kind::name, mute.skeleton}, row);
  if (mute.endpoint.port != 0)
    ledger_.mutes.put({Kind::place, wire::to_string(mute.endpoint)}, row);
  if (mute.source) ledger_.mutes.put({Kind::source, wire::to_string(*mute.source)}, row);
  swept_at_.reset();
}

void Store::keep(const std::string& plugin, const std::string& key, const Value& value) {
  const KeptLayout::Key field(plugin, key);
  const auto* known = ledger_.kept.find(field);
  if (known && *known == value) return;
  if (value.is_nil())
    ledger_.kept.remove(field);
  else
    ledger_.kept.put(field, value);
}

void Store::keep_clock(const TrustedClock::State& state) {
  ledger_.clock.put(ClockLayout::kOnly, state);
}

std::optional<TrustedClock::State> Store::kept_clock() const {
  const auto* state = ledger_.clock.find(ClockLayout::kOnly);
  return state ? std::optional(*state) : std::nullopt;
}

void Store::keep(const std::string& plugin, const room::Keep& change) {
  if (change.path.empty()) return keep(plugin, change.key, change.value);
  if (auto* field = ledger_.kept.change({plugin, change.key})) room::apply(change, *field);
}

void Store::sent(uint64_t last_entry) {
  auto counters = ledger_.counted();
  if (last_entry <= counters.sent) return;
  counters.sent = last_entry;
  ledger_.counters.put(CounterLayout::kOnly, counters);
}

void Store::counters(uint64_t last_member, uint64_t said) {
  auto counters = ledger_.counted();
  if (last_member <= counters.last_member && said <= counters.said) return;
  counters.last_member = std::max(counters.last_member, last_member);
  counters.said = std::max(counters.said, said);
  ledger_.counters.put(CounterLayout::kOnly, counters);
}

Table Store::kept(const std::string& plugin) const {
  Table table;
  ledger_.kept.for_each({plugin, ""}, [&](const KeptLayout::Key& key, const Value& value) {
    if (key.first != plugin) return false;
    table.fields.emplace(key.second, value);
    return true;
  });
  return table;
}

}  // namespace moonroom::store

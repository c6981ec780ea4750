// The Store's changes and queries, all in memory.
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
  auto entries = database_.latest(kSnapshotEntries);
  if (!entries) return tl::unexpected(in_words(entries.error(), place_.file));
  const auto counters = database_.counted();
  room::Snapshot snapshot;
  snapshot.entries = *std::move(entries);
  snapshot.last_entry = counters.last_entry;
  snapshot.last_member = counters.last_member;
  snapshot.lines_said = counters.lines_said;
  snapshot.sent = counters.sent;
  if (!snapshot.entries.empty())
    snapshot.last_entry = std::max(snapshot.last_entry, snapshot.entries.back().number);
  database_.members.for_each(0, [&](const auto&, const room::MemberRecord& seat) {
    snapshot.members.push_back(seat);
    return true;
  });
  restore_sanctions(snapshot);
  return snapshot;
}

void Store::restore_sanctions(room::Snapshot& snapshot) const {
  database_.bans.for_each({}, [&](const auto&, const room::BanRecord& ban) {
    snapshot.bans.push_back(ban);
    return true;
  });
  database_.mutes.for_each({}, [&](const MuteLayout::Key& key, const MuteLayout::Row& row) {
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
  // Without a disk the room's own log has everything. Private posts are written only on a plugin's
  // request.
  const bool is_kept = !entry.post.is_private() || entry.post.keep;
  if (lasts() && is_kept) database_.entries.append(entry);
  auto counters = database_.counted();
  counters.last_entry = std::max(counters.last_entry, entry.number);
  database_.counters.put(CounterLayout::kOnly, counters);
}

void Store::record(const room::StateChange& record) {
  std::visit([this](const auto& change) { note(change); }, record);
}

void Store::note(const room::MemberRecord& seat) {
  database_.members.put(seat.who, seat);
}

void Store::note(const room::MemberRemoved& gone) {
  database_.members.remove(gone.who);
}

void Store::note(const room::BanRecord& ban) {
  const auto key = key_of(ban.ban);
  if (!key) return;
  if (ban.ban.length > Duration::zero())
    database_.bans.put(*key, ban);
  else
    database_.bans.remove(*key);
  // Removes expired rows with the next commit.
  swept_at_.reset();
}

void Store::note(const room::MuteRecord& mute) {
  using Kind = MuteLayout::Kind;
  const MuteLayout::Row row{mute.until, mute.after, mute.name};
  if (!mute.skeleton.empty()) database_.mutes.put({Kind::name, mute.skeleton}, row);
  if (mute.endpoint.port != 0)
    database_.mutes.put({Kind::place, wire::to_string(mute.endpoint)}, row);
  if (mute.source) database_.mutes.put({Kind::source, wire::to_string(*mute.source)}, row);
  swept_at_.reset();
}

void Store::put(const std::string& plugin, const std::string& key, const Value& value) {
  const PluginDataLayout::Key field(plugin, key);
  const auto* known = database_.plugin_data.find(field);
  if (known && *known == value) return;
  if (value.is_nil())
    database_.plugin_data.remove(field);
  else
    database_.plugin_data.put(field, value);
}

void Store::put_clock(const TrustedClock::State& state) {
  database_.clock.put(ClockLayout::kOnly, state);
}

std::optional<TrustedClock::State> Store::stored_clock() const {
  const auto* state = database_.clock.find(ClockLayout::kOnly);
  return state ? std::optional(*state) : std::nullopt;
}

void Store::put(const std::string& plugin, const room::StorePut& change) {
  if (change.path.empty()) return put(plugin, change.key, change.value);
  if (auto* field = database_.plugin_data.change({plugin, change.key})) room::apply(change, *field);
}

void Store::sent(uint64_t last_entry) {
  auto counters = database_.counted();
  if (last_entry <= counters.sent) return;
  counters.sent = last_entry;
  database_.counters.put(CounterLayout::kOnly, counters);
}

void Store::counters(uint64_t last_member, uint64_t said) {
  auto counters = database_.counted();
  if (last_member <= counters.last_member && said <= counters.lines_said) return;
  counters.last_member = std::max(counters.last_member, last_member);
  counters.lines_said = std::max(counters.lines_said, said);
  database_.counters.put(CounterLayout::kOnly, counters);
}

Table Store::plugin_data(const std::string& plugin) const {
  Table table;
  database_.plugin_data.for_each({plugin, ""},
                                 [&](const PluginDataLayout::Key& key, const Value& value) {
                                   if (key.first != plugin) return false;
                                   table.fields.emplace(key.second, value);
                                   return true;
                                 });
  return table;
}

}  // namespace moonroom::store

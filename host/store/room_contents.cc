#include "store/room_contents.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "room/look.h"

namespace moonroom::store {
namespace {

std::optional<BanLayout::Key> key_of(const room::Ban& ban) {
  if (ban.kind == room::Ban::Kind::name) return BanLayout::Key(ban.kind, room::skeleton(ban.what));
  const auto block = wire::parse_prefix(ban.what);
  if (!block) return std::nullopt;
  return BanLayout::Key(ban.kind, wire::to_string(*block));
}

// Nullopt when the key is invalid.
std::optional<room::MuteRecord> mute_of(const MuteLayout::Key& key, const MuteLayout::Row& row) {
  const auto& [kind, text] = key;
  const auto endpoint = wire::parse_endpoint(text);
  const auto source = wire::parse_prefix(text);
  if (kind == MuteLayout::Kind::name) return room::MuteRecord{text, {}, row.until, {}, 0, row.name};
  if (kind == MuteLayout::Kind::place && endpoint)
    return room::MuteRecord{"", *endpoint, row.until, {}, 0, row.name};
  if (kind == MuteLayout::Kind::source && source)
    return room::MuteRecord{"", {}, row.until, *source, row.after, row.name};
  return std::nullopt;
}

}  // namespace

// ── Changes ─────────────────────────────────────────────────────────────────────────────────────

void RoomContents::record(const room::StateChange& change) {
  std::visit([this](const auto& each) { note(each); }, change);
}

void RoomContents::note(const room::BanRecord& ban) {
  const auto key = key_of(ban.ban);
  if (!key) return;
  if (ban.ban.length > Duration::zero())
    bans_.put(*key, ban);
  else
    bans_.remove(*key);
}

void RoomContents::note(const room::MuteRecord& mute) {
  using Kind = MuteLayout::Kind;
  const MuteLayout::Row row{mute.until, mute.after, mute.name};
  if (!mute.skeleton.empty()) mutes_.put({Kind::name, mute.skeleton}, row);
  if (mute.endpoint.port != 0) mutes_.put({Kind::place, wire::to_string(mute.endpoint)}, row);
  if (mute.source) mutes_.put({Kind::source, wire::to_string(*mute.source)}, row);
}

void RoomContents::put(const std::string& plugin, const std::string& key, const Value& value) {
  const PluginDataLayout::Key field(plugin, key);
  const auto* known = plugin_data_.find(field);
  if (known && *known == value) return;
  if (value.is_nil())
    plugin_data_.remove(field);
  else
    plugin_data_.put(field, value);
}

void RoomContents::put(const std::string& plugin, const room::StorePut& change) {
  if (change.path.empty()) return put(plugin, change.key, change.value);
  if (auto* field = plugin_data_.change({plugin, change.key})) room::apply(change, *field);
}

void RoomContents::raise_counters(const Counters& seen) {
  const auto present = counted();
  const auto raised = furthest(present, seen);
  if (raised != present) counters_.put(CounterLayout::kOnly, raised);
}

void RoomContents::remove_expired_sanctions(WallTime now) {
  const auto is_over = [now](const auto& sanction) { return sanction.until <= now; };
  bans_.remove_if(is_over);
  mutes_.remove_if(is_over);
}

// ── Queries ─────────────────────────────────────────────────────────────────────────────────────

Counters RoomContents::counted() const {
  const auto* row = counters_.find(CounterLayout::kOnly);
  return row ? *row : Counters();
}

room::Snapshot RoomContents::snapshot() const {
  room::Snapshot snapshot;
  const auto present = counted();
  snapshot.last_entry = present.last_entry;
  snapshot.last_member = present.last_member;
  snapshot.lines_said = present.lines_said;
  snapshot.sent = present.sent;
  members_.for_each(0, [&](const auto&, const room::MemberRecord& seat) {
    snapshot.members.push_back(seat);
    return true;
  });
  bans_.for_each({}, [&](const auto&, const room::BanRecord& ban) {
    snapshot.bans.push_back(ban);
    return true;
  });
  mutes_.for_each({}, [&](const MuteLayout::Key& key, const MuteLayout::Row& row) {
    if (auto mute = mute_of(key, row)) snapshot.mutes.push_back(*std::move(mute));
    return true;
  });
  return snapshot;
}

Table RoomContents::plugin_data(const std::string& plugin) const {
  Table table;
  plugin_data_.for_each({plugin, ""}, [&](const PluginDataLayout::Key& key, const Value& value) {
    if (key.first != plugin) return false;
    table.fields.emplace(key.second, value);
    return true;
  });
  return table;
}

std::optional<TrustedClock::State> RoomContents::stored_clock() const {
  const auto* state = clock_.find(ClockLayout::kOnly);
  return state ? std::optional(*state) : std::nullopt;
}

size_t RoomContents::waiting() const {
  return entries_.waiting() + members_.changes() + bans_.changes() + mutes_.changes() +
         plugin_data_.changes() + counters_.changes() + ages_.table().changes() + clock_.changes();
}

// ── The way to the disk ─────────────────────────────────────────────────────────────────────────

template <class Do>
void RoomContents::with_each(Do act) {
  act(entries_);
  act(members_);
  act(bans_);
  act(mutes_);
  act(plugin_data_);
  act(counters_);
  act(ages_.table());
  act(clock_);
}

Outcome<void> RoomContents::attach(Database& database) {
  Outcome<void> attached;
  with_each([&](auto& table) {
    if (attached) attached = table.attach(database);
  });
  return attached;
}

Outcome<void> RoomContents::load(Database& database) {
  Outcome<void> loaded;
  with_each([&](auto& table) {
    if (loaded) loaded = table.load(database);
  });
  // The latest entry can have been stored after the counters' own row.
  if (loaded) raise_counters(entries_.carried());
  return loaded;
}

Outcome<void> RoomContents::write(WallTime now) {
  ages_.mark(now, entries_.last());
  auto written = entries_.write(counted(), ages_.last_expired(now));
  if (written) written = members_.write();
  if (written) written = bans_.write();
  if (written) written = mutes_.write();
  if (written) written = plugin_data_.write();
  if (written && !entries_.carry_counters()) written = counters_.write();
  if (written) written = ages_.table().write();
  if (written) written = clock_.write();
  return written;
}

void RoomContents::mark_written() {
  with_each([](auto& table) { table.mark_written(); });
}

void RoomContents::mark_unwritten() {
  with_each([](auto& table) { table.mark_unwritten(); });
}

}  // namespace moonroom::store

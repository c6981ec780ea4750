#include "store/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "room/name.h"
#include "store/damage.h"

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;

// As many as the room's log holds.
constexpr size_t kSnapshotEntries = 1000;
// Nobody can read the entries of a store in memory but this program, which has them in its log.
constexpr uint64_t kEntriesInMemory = 1000;
constexpr auto kBetweenTries = std::chrono::seconds(1);
constexpr auto kBetweenSweeps = std::chrono::minutes(1);

bool is_due(const std::optional<WallTime>& last, WallTime now, WallTime::duration between) {
  // A clock that was set back must not stop anything.
  return !last || now < *last || now - *last >= between;
}

std::string notice_of(const fs::path& file, const fs::path& kept_as) {
  return fmt::format("{} was damaged: it is kept as {}, and a fresh one has been begun",
                     file.string(), kept_as.string());
}

uint64_t size_of(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  return error ? 0 : size;
}

std::optional<BanLayout::Key> key_of(const room::Ban& ban) {
  if (ban.kind == room::Ban::Kind::name) return BanLayout::Key(ban.kind, room::skeleton(ban.what));
  const auto address = wire::parse_address(ban.what);
  if (!address) return std::nullopt;
  return BanLayout::Key(ban.kind, wire::to_string(*address));
}

}  // namespace

Store::Store(Place place, const Settings& settings, std::optional<FolderLock> lock, Ledger ledger)
    : settings_(settings),
      place_(std::move(place)),
      lock_(std::move(lock)),
      ledger_(std::move(ledger)) {}

Result<Store> Store::open(const fs::path& folder, const Settings& settings) {
  if (folder.empty()) return open_at({kInMemory, settings.vfs, false}, settings, std::nullopt);
  auto lock = FolderLock::take(folder, UniqueFd(settings.inherited_lock));
  if (!lock) return tl::unexpected(lock.error());
  return open_at({folder / "room.db", settings.vfs, settings.sync_each_commit}, settings,
                 *std::move(lock));
}

Result<Store> Store::open_at(Place place, const Settings& settings,
                             std::optional<FolderLock> lock) {
  auto retention = settings.retention;
  if (!lock) retention.entries = std::min(retention.entries, kEntriesInMemory);
  std::string notice;
  auto ledger = Ledger::open(place, retention);
  if (!ledger && ledger.error().is_damage()) {
    const auto kept_as = set_aside(place.file);
    if (!kept_as) return tl::unexpected(kept_as.error());
    notice = notice_of(place.file, *kept_as);
    ledger = Ledger::open(place, retention);
  }
  if (!ledger) return tl::unexpected(in_words(ledger.error(), place.file));
  Store store(std::move(place), settings, std::move(lock), *std::move(ledger));
  store.notice_ = std::move(notice);
  store.start_checkpoints();
  return store;
}

void Store::start_checkpoints() {
  if (lock_)
    checkpointer_ = std::make_unique<Checkpointer>(place_.file, place_.vfs, settings_.checkpoints);
}

Result<room::Snapshot> Store::snapshot() {
  auto entries = ledger_.latest(kSnapshotEntries);
  if (!entries) return tl::unexpected(in_words(entries.error(), place_.file));
  const auto counters = counted();
  room::Snapshot snapshot{
      *std::move(entries), counters.last_entry, counters.last_member, counters.said, {}, {}, {}};
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
  ledger_.mutes.for_each({}, [&](const MuteLayout::Key& key, WallTime until) {
    const auto endpoint = wire::parse_endpoint(key.second);
    if (key.first == MuteLayout::Kind::name)
      snapshot.mutes.push_back({key.second, {}, until});
    else if (endpoint)
      snapshot.mutes.push_back({"", *endpoint, until});
    return true;
  });
}

Counters Store::counted() const {
  const auto* counters = ledger_.counters.find(CounterLayout::kOnly);
  return counters ? *counters : Counters{};
}

void Store::append(const room::Entry& entry) {
  ledger_.entries.append(entry);
  auto counters = counted();
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
  ledger_.mutes.put({MuteLayout::Kind::name, mute.skeleton}, mute.until);
  ledger_.mutes.put({MuteLayout::Kind::place, wire::to_string(mute.endpoint)}, mute.until);
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

void Store::counters(uint64_t last_member, uint64_t said) {
  auto counters = counted();
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

Result<void> Store::commit(WallTime now) {
  if (failed_at_ && !is_due(failed_at_, now, kBetweenTries)) return problem(problem_);
  if (is_due(swept_at_, now, kBetweenSweeps)) sweep(now);
  auto written = ledger_.waiting() > 0 ? write(now) : Result<void>();
  problem_ = written ? "" : written.error().what;
  failed_at_ = written ? std::nullopt : std::optional(now);
  return written;
}

void Store::sweep(WallTime now) {
  swept_at_ = now;
  ledger_.bans.remove_if([now](const auto& sentence) { return sentence.until <= now; });
  ledger_.mutes.remove_if([now](WallTime until) { return until <= now; });
  if (!ledger_.has_moved()) return;
  leave_file();
  notice_ = fmt::format("{} was renamed or deleted: a fresh one has been begun", place_.file);
}

Result<void> Store::write(WallTime now) {
  auto written = ledger_.write(now);
  if (!written && written.error().is_damage()) {
    if (auto moved = set_damaged_aside(); !moved) return moved;
    written = ledger_.write(now);
  }
  if (!written) return tl::unexpected(in_words(written.error(), place_.file));
  ++commits_;
  care_for_log();
  return {};
}

Result<void> Store::set_damaged_aside() {
  leave_file();
  const auto kept_as = set_aside(place_.file);
  if (!kept_as) return tl::unexpected(kept_as.error());
  notice_ = notice_of(place_.file, *kept_as);
  return {};
}

// What is in memory is written anew to whatever file is there at the next commit.
void Store::leave_file() {
  if (checkpointer_) checkpointer_->abandon();
  checkpointer_.reset();
  ledger_.close();
}

void Store::care_for_log() {
  if (!lock_) return;
  if (!checkpointer_) start_checkpoints();
  checkpointer_->committed(ledger_.log_pages());
  // Should it fail, so will the checkpointer, which tells.
  if (checkpointer_->needs_help(ledger_.log_pages())) (void)ledger_.checkpoint();
}

Store::Health Store::health() const {
  Health health{lock_.has_value(),
                problem_,
                notice_,
                ledger_.waiting(),
                ledger_.entries.dropped(),
                commits_,
                ledger_.entries.count(),
                0};
  if (!lock_) return health;
  health.bytes = size_of(place_.file) + size_of(place_.file + "-wal");
  if (health.problem.empty() && checkpointer_) health.problem = checkpointer_->problem();
  return health;
}

}  // namespace moonroom::store

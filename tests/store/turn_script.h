// A room's script in turns, always the same, and the expected state after the first turns, as a
// text to compare a store with.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "store/store.h"

namespace moonroom::store {

constexpr WallTime kStart{std::chrono::milliseconds(1'700'000'000'000)};
constexpr int kTurns = 14;
/// So few that the oldest are removed during the script.
constexpr uint64_t kStoryEntries = 20;

inline room::Entry entry_of(uint64_t number) {
  const std::string text(100 * (number * number % 31), char('a' + number % 26));
  room::Post post{"say", "ann", text, "[ann] " + text, {}};
  if (number % 3 == 1) {
    post.audience = {room::Audience::Kind::only, {number, number + 1}};
    post.keep = true;
  }
  return {number, kStart + std::chrono::milliseconds(number), std::move(post)};
}

inline wire::Endpoint endpoint_of(uint64_t member) {
  wire::Endpoint endpoint{wire::v4_address({192, 0, 2, uint8_t(member)}), 4000, {}};
  endpoint.via = wire::v4_address({198, 51, 100, 1});
  return endpoint;
}

/// The entries of a turn: `first` to `last`, three each.
inline uint64_t last_entry_of(int turn) {
  return uint64_t(turn) * 3;
}

inline std::string field_of(int turn) {
  return "field" + std::to_string(turn % 4);
}

/// Not committed yet. In every third turn a member leaves and a field is removed.
inline void play(Store& store, int turn) {
  const auto member = uint64_t(turn);
  for (auto number = last_entry_of(turn - 1) + 1; number <= last_entry_of(turn); ++number)
    store.append(entry_of(number));
  store.record(
      room::MemberRecord{member, fmt::format("ann{}", turn), endpoint_of(member), true, kStart});
  if (turn % 3 == 0) store.record(room::MemberRemoved{member - 1});
  store.put("plugin", field_of(turn), turn % 3 == 0 ? Value() : Value(double(turn)));
  const room::Ban ban{room::Ban::Kind::name, fmt::format("bad{}", turn), std::chrono::hours(100),
                      "why"};
  store.record(room::BanRecord{ban, kStart + std::chrono::hours(100)});
  store.counters(member, uint64_t(turn));
}

/// The state of a store with exactly `turns` turns, as a text.
inline std::string expected_summary(int turns) {
  std::string all = fmt::format("{} {} {}\n", last_entry_of(turns), turns, turns);
  std::map<int, bool> seats;
  std::map<std::string, int> fields;
  for (int turn = 1; turn <= turns; ++turn) {
    seats[turn] = true;
    if (turn % 3 == 0) seats.erase(turn - 1);
    if (turn % 3 == 0)
      fields.erase(field_of(turn));
    else
      fields[field_of(turn)] = turn;
  }
  const auto last = last_entry_of(turns);
  for (auto number = last - std::min(last, kStoryEntries) + 1; number <= last; ++number) {
    const auto entry = entry_of(number);
    all += fmt::format("{} {} {}\n", number, entry.post.line, entry.post.audience.members.size());
  }
  for (const auto& [turn, here] : seats)
    all += fmt::format("ann{} 192.0.2.{}:4000 198.51.100.1\n", turn, turn);
  for (const auto& [field, value] : fields) all += fmt::format("{}={}\n", field, value);
  return all + fmt::format("{} bans\n", turns);
}

inline std::string summary_of(Store& store) {
  const auto snapshot = store.snapshot();
  if (!snapshot) return snapshot.error().what;
  std::string all =
      fmt::format("{} {} {}\n", snapshot->last_entry, snapshot->last_member, snapshot->lines_said);
  const auto& entries = snapshot->entries;
  for (size_t i = entries.size() - std::min(entries.size(), size_t(kStoryEntries));
       i < entries.size(); ++i)
    all += fmt::format("{} {} {}\n", entries[i].number, entries[i].post.line,
                       entries[i].post.audience.members.size());
  for (const auto& seat : snapshot->members)
    all += fmt::format("{} {} {}\n", seat.name, wire::to_string(seat.endpoint),
                       wire::to_string(seat.endpoint.via));
  for (const auto& [field, value] : store.plugin_data("plugin").fields)
    all += fmt::format("{}={}\n", field, *value.number());
  return all + fmt::format("{} bans\n", snapshot->bans.size());
}

/// The number of turns in a store, by its own counter.
inline int turns_in(Store& store) {
  const auto snapshot = store.snapshot();
  return snapshot ? int(snapshot->lines_said) : -1;
}

/// No thread interferes, so the steps on disk are reproducible; the writer itself checkpoints when
/// the log has `most` pages.
inline Settings story_settings(const std::string& vfs, bool sync_each_commit) {
  Settings settings;
  settings.retention.entries = kStoryEntries;
  settings.sync_each_commit = sync_each_commit;
  settings.vfs = vfs;
  settings.checkpoints = {1'000'000, 30, 1'000'000, std::chrono::hours(1)};
  return settings;
}

}  // namespace moonroom::store

#include "store/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>
#include <utility>

#include "store/entry_row.h"
#include "store/schema.h"
#include "store/table_layouts.h"

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;

// The log cannot restart from its beginning during a read, so each read is short, no matter how
// slowly the caller handles the entries.
constexpr uint64_t kAtOnce = 256;

// The host can be starting or ending.
constexpr std::chrono::milliseconds kReadPatience(2000);

constexpr auto kLargest = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());

// Returns whether the file is of an older version.
Outcome<bool> check_not_newer(Database& database) {
  const auto version = version_of(database);
  if (!version) return tl::unexpected(version.error());
  if (*version > migrations().size())
    return tl::unexpected(Failure{Failure::kNewer, fmt::format("it has version {}", *version)});
  return *version < migrations().size();
}

Outcome<void> check_version(Database& database) {
  const auto older = check_not_newer(database);
  if (!older) return tl::unexpected(older.error());
  if (!*older) return {};
  return tl::unexpected(
      Failure{0, "an older version of this program made it: start the host once"});
}

Result<Database> open_to_read(const fs::path& file, const std::string& vfs) {
  std::error_code error;
  if (!fs::exists(file, error))
    return problem(fmt::format("there is no {}: no host has kept anything there", file.string()));
  auto database = Database::open(file, Database::Access::read_only, vfs);
  if (!database) return tl::unexpected(in_words(database.error(), file));
  database->set_patience(kReadPatience);
  return *std::move(database);
}

}  // namespace

Result<void> check_file(const fs::path& folder, const std::string& vfs) {
  const auto file = folder / "room.db";
  auto database = open_to_read(file, vfs);
  if (!database) return tl::unexpected(database.error());
  const auto checked = check_not_newer(*database);
  if (!checked) return tl::unexpected(in_words(checked.error(), file));
  return {};
}

Result<Reader> Reader::open(const fs::path& folder, const std::string& vfs) {
  const auto file = folder / "room.db";
  auto database = open_to_read(file, vfs);
  if (!database) return tl::unexpected(database.error());
  if (auto checked = check_version(*database); !checked)
    return tl::unexpected(in_words(checked.error(), file));
  return Reader(file, *std::move(database));
}

Result<std::optional<TrustedClock::State>> Reader::clock() {
  auto all = database_.prepare(ClockLayout::kAll);
  if (!all) return tl::unexpected(in_words(all.error(), file_));
  const auto row = all->step();
  if (!row) return tl::unexpected(in_words(row.error(), file_));
  if (!*row) return std::nullopt;
  return ClockLayout::read(*all)->second;
}

Result<uint64_t> Reader::ask(const char* sql) {
  const auto digits = database_.ask(sql);
  if (!digits) return tl::unexpected(in_words(digits.error(), file_));
  uint64_t number = 0;
  std::from_chars(digits->data(), digits->data() + digits->size(), number);
  return number;
}

Result<Reader::Range> Reader::range() {
  const auto first = ask("SELECT min(number) FROM entries");
  if (!first) return tl::unexpected(first.error());
  const auto last = ask("SELECT max(number) FROM entries");
  if (!last) return tl::unexpected(last.error());
  return Range{*first, *last};
}

Result<uint64_t> Reader::count() {
  return ask("SELECT count(*) FROM entries");
}

Result<void> Reader::for_each(uint64_t from, uint64_t to,
                              const std::function<void(const room::Entry&)>& each) {
  const auto sql =
      fmt::format("SELECT {} FROM entries WHERE number BETWEEN ? AND ? ORDER BY number LIMIT {}",
                  kEntryColumns, kAtOnce);
  auto select = database_.prepare(sql.c_str());
  if (!select) return tl::unexpected(in_words(select.error(), file_));
  to = std::min(to, kLargest);
  while (from <= to) {
    const auto next = read_some(*select, from, to, each);
    if (!next) return tl::unexpected(in_words(next.error(), file_));
    from = *next;
  }
  return {};
}

// Returns the number to continue with; beyond `to` at the end.
Outcome<uint64_t> Reader::read_some(Statement& select, uint64_t from, uint64_t to,
                                    const std::function<void(const room::Entry&)>& each) {
  select.bind(1, from);
  select.bind(2, to);
  std::vector<room::Entry> read;
  uint64_t rows = 0;
  uint64_t next = to + 1;
  for (;; ++rows) {
    const auto row = select.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) break;
    next = select.count(0) + 1;
    if (auto entry = read_entry(select)) read.push_back(*std::move(entry));
  }
  for (const auto& entry : read) each(entry);
  return rows < kAtOnce ? to + 1 : next;
}

}  // namespace moonroom::store

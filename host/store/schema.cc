#include "store/schema.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace moonroom::store {
namespace {

// Times are milliseconds since 1970. `members` is a list of numbers with spaces between, so that
// the file can be read with SQLite's own tools.
constexpr const char* kFirst = R"(
  CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,
    text TEXT NOT NULL,
    line TEXT NOT NULL,
    audience INTEGER NOT NULL,
    members TEXT NOT NULL
  );
  CREATE TABLE seats (
    member INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    via TEXT NOT NULL,
    ends_lines INTEGER NOT NULL,
    since INTEGER NOT NULL
  );
  CREATE TABLE bans (
    kind INTEGER NOT NULL,
    key TEXT NOT NULL,
    what TEXT NOT NULL,
    length INTEGER NOT NULL,
    reason TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
  ) WITHOUT ROWID;
  CREATE TABLE mutes (
    kind INTEGER NOT NULL,
    key TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
  ) WITHOUT ROWID;
  CREATE TABLE kept (
    plugin TEXT NOT NULL,
    key TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (plugin, key)
  ) WITHOUT ROWID;
  CREATE TABLE counters (
    id INTEGER PRIMARY KEY,
    last_entry INTEGER NOT NULL,
    last_member INTEGER NOT NULL,
    said INTEGER NOT NULL,
    sent INTEGER NOT NULL
  );
)";

// Members of sessions, who resume with a token; it is empty for text members.
constexpr const char* kSessions = R"(
  ALTER TABLE seats ADD COLUMN token TEXT NOT NULL DEFAULT '';
  ALTER TABLE seats ADD COLUMN lines INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE seats ADD COLUMN behind INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE seats ADD COLUMN session INTEGER NOT NULL DEFAULT 0;
)";

// The host's counters at each entry, so that values that change with every line need no page of
// their own.
constexpr const char* kCarried = R"(
  ALTER TABLE entries ADD COLUMN last_member INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE entries ADD COLUMN said INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE entries ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
)";

// Expiry uses a clock of the host's own (base/trusted_clock.h): its state, and which entries
// existed when. An entry's own time is for display.
constexpr const char* kAges = R"(
  CREATE TABLE ages (
    at INTEGER PRIMARY KEY,
    last_entry INTEGER NOT NULL
  );
  CREATE TABLE clock (
    id INTEGER PRIMARY KEY,
    trusted INTEGER NOT NULL,
    calendar INTEGER NOT NULL,
    corrected INTEGER NOT NULL,
    calendar_since INTEGER NOT NULL,
    gap INTEGER NOT NULL,
    anchored INTEGER NOT NULL,
    observed INTEGER NOT NULL,
    least INTEGER NOT NULL,
    most INTEGER NOT NULL,
    up INTEGER NOT NULL,
    boot TEXT NOT NULL
  );
)";

// Tokens are stored as digests, so that the file does not let its reader resume as a member.
// `token_digest` is a function of this program (database.cc).
constexpr const char* kDigests = R"(
  UPDATE seats SET token = token_digest(token) WHERE token <> '';
  ALTER TABLE seats RENAME COLUMN token TO token_digest;
)";

// A mute of a source applies to members with greater numbers.
constexpr const char* kSourceMutes = R"(
  ALTER TABLE mutes ADD COLUMN after_member INTEGER NOT NULL DEFAULT 0;
)";

// The name of the muted member: the administrator can lift the mute by it after the member has
// left.
constexpr const char* kMutedNames = R"(
  ALTER TABLE mutes ADD COLUMN name TEXT NOT NULL DEFAULT '';
)";

constexpr std::array kMigrations = {kFirst,   kSessions,    kCarried,   kAges,
                                    kDigests, kSourceMutes, kMutedNames};

Outcome<void> apply_step(Database& database, const char* step, size_t version) {
  auto taken = database.run(
      fmt::format("BEGIN IMMEDIATE; {}; PRAGMA user_version = {}; COMMIT", step, version));
  if (!taken && database.in_transaction()) (void)database.run("ROLLBACK");
  return taken;
}

}  // namespace

std::span<const char* const> migrations() {
  return kMigrations;
}

Outcome<size_t> version_of(Database& database) {
  const auto digits = database.ask("PRAGMA user_version");
  if (!digits) return tl::unexpected(digits.error());
  size_t version = 0;
  std::from_chars(digits->data(), digits->data() + digits->size(), version);
  return version;
}

Outcome<void> migrate(Database& database, std::span<const char* const> steps) {
  const auto version = version_of(database);
  if (!version) return tl::unexpected(version.error());
  if (*version > steps.size())
    return tl::unexpected(Failure{Failure::kNewer, fmt::format("it has version {}, and the latest "
                                                               "known here is {}",
                                                               *version, steps.size())});
  for (size_t done = *version; done < steps.size(); ++done)
    if (auto taken = apply_step(database, steps[done], done + 1); !taken) return taken;
  return {};
}

}  // namespace moonroom::store

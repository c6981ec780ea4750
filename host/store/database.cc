#include "store/database.h"

#include <sqlite3.h>

#include <string_view>

#include "secure/token.h"

namespace moonroom::store {
namespace {

int note_log_pages(void* place, sqlite3* /*database*/, const char* /*name*/, int pages) {
  *static_cast<uint64_t*>(place) = static_cast<uint64_t>(pages);
  return SQLITE_OK;
}

// SQLite's memory statistics take a lock for each allocation. Must precede all other calls of
// SQLite.
void count_no_memory() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(once);
}

int mode_of(Database::Access access) {
  if (access == Database::Access::read_write) return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  return SQLITE_OPEN_READONLY | (access == Database::Access::read_only_uri ? SQLITE_OPEN_URI : 0);
}

// For the migration that replaces tokens in older files.
void token_digest(sqlite3_context* call, int /*count*/, sqlite3_value** values) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(*values));
  const auto size = static_cast<size_t>(sqlite3_value_bytes(*values));
  const auto digest = secure::token_digest({bytes, size});
  sqlite3_result_text(call, digest.data(), static_cast<int>(digest.size()), SQLITE_TRANSIENT);
}

}  // namespace

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Outcome<Database> Database::open(const std::string& file, Access access, const std::string& vfs) {
  const int mode = mode_of(access);
  count_no_memory();
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, mode | SQLITE_OPEN_NOMUTEX,
                                   vfs.empty() ? nullptr : vfs.c_str());
  Database database(raw);
  if (!raw) return tl::unexpected(Failure{code, sqlite3_errstr(code)});
  if (code != SQLITE_OK) return failure_of(raw);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_create_function(raw, "token_digest", 1,
                          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                          token_digest, nullptr, nullptr);
  return database;
}

Outcome<void> Database::run(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return failure_of(database_.get());
}

Outcome<std::string> Database::ask(const char* sql) {
  auto statement = prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  const auto row = statement->step();
  if (!row) return tl::unexpected(row.error());
  return *row ? std::string(statement->bytes(0)) : std::string();
}

Outcome<Statement> Database::prepare(const char* sql) {
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (code != SQLITE_OK) return failure_of(database_.get());
  return Statement(raw);
}

Outcome<void> Database::copy_to(Database& other) {
  auto* const copy = sqlite3_backup_init(other.database_.get(), "main", database_.get(), "main");
  if (!copy) return failure_of(other.database_.get());
  constexpr int kAllPages = -1;
  sqlite3_backup_step(copy, kAllPages);
  if (sqlite3_backup_finish(copy) == SQLITE_OK) return {};
  return failure_of(other.database_.get());
}

bool Database::is_read_only() const {
  return sqlite3_db_readonly(database_.get(), "main") == 1;
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(database_.get()) == 0;
}

void Database::set_patience(std::chrono::milliseconds longest) {
  sqlite3_busy_timeout(database_.get(), static_cast<int>(longest.count()));
}

bool Database::has_moved() {
  int moved = 0;
  sqlite3_file_control(database_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return moved != 0;
}

void Database::leave_log() {
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

// Replaces SQLite's own hook, which would checkpoint.
void Database::checkpoint_by_hand() {
  sqlite3_wal_hook(database_.get(), note_log_pages, log_pages_.get());
}

Outcome<Database::Folded> Database::checkpoint(Checkpoint how) {
  int of = 0;
  int pages = 0;
  const int mode =
      how == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
  const int code = sqlite3_wal_checkpoint_v2(database_.get(), nullptr, mode, &of, &pages);
  if ((code & 0xff) == SQLITE_BUSY) return Folded{};
  if (code != SQLITE_OK) return failure_of(database_.get());
  if (of < 0) return Folded{};
  return Folded{static_cast<uint64_t>(pages), static_cast<uint64_t>(of)};
}

}  // namespace moonroom::store

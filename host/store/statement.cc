#include "store/statement.h"

#include <sqlite3.h>

#include <utility>

namespace moonroom::store {
namespace {

// A null pointer would be bound as NULL, which differs from an empty text.
const char* start_of(std::string_view bytes) {
  return bytes.empty() ? "" : bytes.data();
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Statement::bind(int place, int64_t number) {
  note(sqlite3_bind_int64(statement_.get(), place, number));
}

void Statement::bind(int place, std::string_view text) {
  note(sqlite3_bind_text64(statement_.get(), place, start_of(text), text.size(), SQLITE_TRANSIENT,
                           SQLITE_UTF8));
}

void Statement::bind_blob(int place, std::string_view bytes) {
  note(sqlite3_bind_blob64(statement_.get(), place, start_of(bytes), bytes.size(),
                           SQLITE_TRANSIENT));
}

Outcome<bool> Statement::step() {
  if (const int code = std::exchange(bound_, 0))
    return tl::unexpected(Failure{code, sqlite3_errstr(code)});
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    reset();
    return false;
  }
  auto failure = failure_of(sqlite3_db_handle(statement_.get()));
  reset();
  return failure;
}

Outcome<void> Statement::run() {
  for (;;) {
    const auto row = step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
  }
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

uint64_t Statement::changes() const {
  return static_cast<uint64_t>(sqlite3_changes(sqlite3_db_handle(statement_.get())));
}

int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::bytes(int column) const {
  const auto* start = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  if (!start) return {};
  return {start, static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

}  // namespace moonroom::store

#include "store/statement.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "store/database.h"

namespace moonroom::store {
namespace {

Database database() {
  auto opened = Database::open(kInMemory, Database::Access::read_write, "");
  REQUIRE(opened);
  REQUIRE(opened->run("CREATE TABLE t (a NOT NULL UNIQUE)"));
  return *std::move(opened);
}

Statement prepared(Database& database, const char* sql) {
  auto statement = database.prepare(sql);
  REQUIRE(statement);
  return *std::move(statement);
}

TEST_CASE("bound values are read back") {
  auto db = database();
  auto select = prepared(db, "SELECT ?, ?, ?, ?, ?");
  select.bind(1, int64_t{-3});
  select.bind(2, UINT64_MAX);
  select.bind(3, std::string_view("a\0b", 3));
  select.bind(4, std::string_view());
  select.bind_blob(5, "\xff");
  REQUIRE(*select.step());
  CHECK(select.number(0) == -3);
  CHECK(select.count(1) == UINT64_MAX);
  CHECK(select.bytes(2) == std::string_view("a\0b", 3));
  CHECK(select.bytes(3).empty());
  CHECK(select.bytes(4) == "\xff");
  CHECK_FALSE(*select.step());
}

TEST_CASE("an empty text is not null") {
  auto db = database();
  auto insert = prepared(db, "INSERT INTO t VALUES (?)");
  insert.bind(1, std::string_view());
  CHECK(insert.run());
  CHECK(insert.changes() == 1);
}

TEST_CASE("a failed binding is reported when the statement runs") {
  auto db = database();
  auto insert = prepared(db, "INSERT INTO t VALUES (1)");
  insert.bind(7, int64_t{1});
  const auto run = insert.run();
  REQUIRE_FALSE(run);
  CHECK(run.error().code == SQLITE_RANGE);
  CHECK(insert.run());
}

TEST_CASE("after a failure a statement can be used again") {
  auto db = database();
  auto insert = prepared(db, "INSERT INTO t VALUES (?)");
  insert.bind(1, int64_t{1});
  CHECK(insert.run());
  const auto again = insert.run();
  REQUIRE_FALSE(again);
  CHECK(again.error().code == SQLITE_CONSTRAINT_UNIQUE);
  insert.bind(1, int64_t{2});
  CHECK(insert.run());
}

}  // namespace
}  // namespace moonroom::store

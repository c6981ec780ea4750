#include "store/schema.h"

#include <doctest/doctest.h>

#include <array>

#include "secure/token.h"

namespace moonroom::store {
namespace {

constexpr std::array kSteps = {"CREATE TABLE one (x)", "ALTER TABLE one ADD COLUMN y",
                               "INSERT INTO one VALUES (3, 4)"};

Database empty() {
  auto database = Database::open(kInMemory, Database::Access::read_write, "");
  REQUIRE(database);
  return *std::move(database);
}

TEST_CASE("an empty file takes all steps") {
  auto database = empty();
  CHECK(*version_of(database) == 0);
  CHECK(migrate(database, kSteps));
  CHECK(*version_of(database) == 3);
  CHECK(*database.ask("SELECT y FROM one") == "4");
}

TEST_CASE("a file of an earlier version takes the steps that it lacks, once") {
  auto database = empty();
  CHECK(migrate(database, std::span(kSteps).first(1)));
  CHECK(*version_of(database) == 1);
  CHECK(migrate(database, kSteps));
  CHECK(migrate(database, kSteps));
  CHECK(*database.ask("SELECT count(*) FROM one") == "1");
}

TEST_CASE("a step that fails is not taken at all, and those before it are") {
  auto database = empty();
  const std::array steps = {kSteps[0],
                            "INSERT INTO one VALUES (1); INSERT INTO nowhere VALUES (2)"};
  CHECK_FALSE(migrate(database, steps));
  CHECK_FALSE(database.in_transaction());
  CHECK(*version_of(database) == 1);
  CHECK(*database.ask("SELECT count(*) FROM one") == "0");
}

TEST_CASE("a file of a newer version is refused and stays as it is") {
  auto database = empty();
  CHECK(migrate(database, kSteps));
  const auto refused = migrate(database, std::span(kSteps).first(2));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Failure::kNewer);
  CHECK(*version_of(database) == 3);
}

TEST_CASE("an empty file becomes one of the present version") {
  auto database = empty();
  CHECK(migrate(database, migrations()));
  CHECK(*version_of(database) == migrations().size());
  CHECK(*database.ask("SELECT count(*) FROM entries") == "0");
}

TEST_CASE("tokens of a file of an earlier version become digests") {
  auto database = empty();
  CHECK(migrate(database, migrations().first(3)));
  CHECK(
      database.run("INSERT INTO seats VALUES (1, 'ann', '', '', 0, 0, 'abc', 3, 2, 7), "
                   "(2, 'bob', '', '', 0, 0, '', 0, 0, 0)"));
  CHECK(database.run("INSERT INTO mutes VALUES (0, 'ann', 5)"));
  CHECK(migrate(database, migrations()));
  CHECK(*database.ask("SELECT token_digest FROM seats WHERE member = 1") ==
        secure::token_digest("abc"));
  CHECK(*database.ask("SELECT token_digest FROM seats WHERE member = 2") == "");
  CHECK(*database.ask("SELECT after_member FROM mutes") == "0");
}

}  // namespace
}  // namespace moonroom::store

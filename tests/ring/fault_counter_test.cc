#include "ring/fault_counter.h"

#include <doctest/doctest.h>

#include <vector>

using namespace moonroom;
using namespace std::chrono_literals;

TEST_CASE("faults are counted by the member that caused them") {
  struct Row {
    std::vector<const char*> who;
    size_t causes;
  };
  const Row rows[] = {
      {{}, 0},
      {{""}, 1},
      {{"", "", ""}, 3},
      {{"ada", "ada", "ada", "ada"}, 1},
      {{"ada", "bob", "ada", "bob"}, 2},
      {{"ada", "", "bob"}, 3},
      {{"ada", "bob", "cy"}, 3},
  };
  for (const auto& row : rows) {
    ring::FaultCounter counter;
    for (const char* who : row.who) counter.add(SteadyTime{1h}, who);
    CHECK(counter.causes(SteadyTime{1h}) == row.causes);
  }
}

TEST_CASE("three causes are too many, or six faults of two causes, but never the faults of one") {
  struct Row {
    std::vector<const char*> who;
    bool open;
    bool closed;
  };
  const Row rows[] = {
      {{"", "", ""}, true, true},
      {{"ada", "bob", "cy"}, true, true},
      {{"ada", "bob", ""}, true, true},
      {{"ada", "bob", "ada", "bob", "ada"}, false, false},
      {{"ada", "bob", "ada", "bob", "ada", "bob"}, true, false},
      {{"ada", "ada", "ada", "ada", "ada", "bob"}, true, false},
      {{"ada", "ada", "ada", "ada", "ada", "ada", "ada", "ada"}, false, false},
  };
  for (const auto& row : rows) {
    ring::FaultCounter counter;
    for (const char* who : row.who) counter.add(SteadyTime{1h}, who);
    CHECK(counter.too_many(SteadyTime{1h}, false) == row.open);
    CHECK(counter.too_many(SteadyTime{1h}, true) == row.closed);
  }
}

TEST_CASE("a fault counts for a minute") {
  ring::FaultCounter counter;
  counter.add(SteadyTime{1h}, "ada");
  CHECK(counter.causes(SteadyTime{1h} + 59s) == 1);
  CHECK(counter.causes(SteadyTime{1h} + 60s) == 0);
  CHECK(counter.caused_by("ada", SteadyTime{1h} + 59s) == 1);
  CHECK(counter.caused_by("bob", SteadyTime{1h} + 59s) == 0);
}

TEST_CASE("the latest fault can be revoked") {
  ring::FaultCounter counter;
  counter.revoke();
  counter.add(SteadyTime{1h}, "ada");
  counter.add(SteadyTime{1h}, "bob");
  counter.revoke();
  CHECK(counter.caused_by("bob", SteadyTime{1h}) == 0);
  CHECK(counter.causes(SteadyTime{1h}) == 1);
}

TEST_CASE("a million faults use bounded memory, and the latest count") {
  ring::FaultCounter counter;
  for (int i = 0; i < 1'000'000; ++i) counter.add(SteadyTime{1h}, "ada");
  counter.add(SteadyTime{1h}, "bob");
  CHECK(counter.caused_by("ada", SteadyTime{1h}) < 1000);
  CHECK(counter.causes(SteadyTime{1h}) == 2);
}

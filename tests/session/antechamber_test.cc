#include "session/antechamber.h"

#include <doctest/doctest.h>

#include <string>

using moonroom::session::Antechamber;

TEST_CASE("who waits is seen to in the order of coming; who finds no room is turned away") {
  Antechamber antechamber;
  CHECK(antechamber.empty());
  CHECK_FALSE(antechamber.next());
  int taken = 0;
  const auto take_next = [&] {
    const auto words = std::to_string(taken);
    moonroom::wire::Endpoint from;
    from.port = static_cast<uint16_t>(taken);
    return antechamber.take({from, words, false});
  };
  while (take_next()) ++taken;
  CHECK(taken == 2048);
  for (int one = 0; one < taken; ++one) {
    const auto next = antechamber.next();
    REQUIRE(next);
    CHECK(next->from.port == one);
    CHECK(next->bytes == std::to_string(one));
  }
  CHECK(antechamber.empty());
  CHECK(take_next());
}

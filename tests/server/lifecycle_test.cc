#include "server/lifecycle.h"

#include <doctest/doctest.h>

#include <optional>
#include <vector>

using namespace moonroom;
using namespace std::chrono_literals;
using server::Ending;
using server::Lifecycle;

namespace {

constexpr SteadyTime kStart{1h};

struct Request {
  Ending wanted;
  bool is_kept;
  /// What the request makes of the host; nullopt if it changes nothing.
  std::optional<Ending> outcome;
};

}  // namespace

TEST_CASE("the first request to end decides how, if the store allows it") {
  const std::vector<Request> table = {
      {Ending::closed, true, Ending::closed},           {Ending::closed, false, Ending::closed},
      {Ending::suspended, true, Ending::suspended},     {Ending::suspended, false, Ending::closed},
      {Ending::handed_over, true, Ending::handed_over}, {Ending::handed_over, false, std::nullopt},
  };
  for (const auto& each : table) {
    CAPTURE(static_cast<int>(each.wanted));
    CAPTURE(each.is_kept);
    Lifecycle lifecycle;
    CHECK(lifecycle.try_end(each.wanted, each.is_kept, kStart) == each.outcome.has_value());
    CHECK(lifecycle.is_ending() == each.outcome.has_value());
    CHECK(lifecycle.ending() == each.outcome.value_or(Ending::closed));
    CHECK(lifecycle.next_due().has_value() == each.outcome.has_value());
  }
}

TEST_CASE("a later request changes nothing, but cancels a handover") {
  struct Case {
    Ending first;
    Ending second;
    Ending outcome;
  };
  const std::vector<Case> table = {
      {Ending::closed, Ending::closed, Ending::closed},
      {Ending::closed, Ending::suspended, Ending::closed},
      {Ending::closed, Ending::handed_over, Ending::closed},
      {Ending::suspended, Ending::closed, Ending::suspended},
      {Ending::suspended, Ending::suspended, Ending::suspended},
      {Ending::suspended, Ending::handed_over, Ending::suspended},
      {Ending::handed_over, Ending::closed, Ending::suspended},
      {Ending::handed_over, Ending::suspended, Ending::suspended},
      {Ending::handed_over, Ending::handed_over, Ending::handed_over},
  };
  for (const auto& each : table) {
    CAPTURE(static_cast<int>(each.first));
    CAPTURE(static_cast<int>(each.second));
    Lifecycle lifecycle;
    CHECK(lifecycle.try_end(each.first, true, kStart));
    const auto due = lifecycle.next_due();
    CHECK_FALSE(lifecycle.try_end(each.second, true, kStart + 1ms));
    CHECK(lifecycle.ending() == each.outcome);
    CHECK(lifecycle.next_due() == due);
  }
}

TEST_CASE("a host is over once nothing is left to do, at the latest at the deadline") {
  Lifecycle lifecycle;
  CHECK_FALSE(lifecycle.is_over(true, kStart));
  CHECK(lifecycle.try_end(Ending::closed, true, kStart));
  CHECK(lifecycle.is_over(true, kStart));
  CHECK_FALSE(lifecycle.is_over(false, kStart + 499ms));
  CHECK(lifecycle.is_over(false, kStart + 500ms));
  Lifecycle suspended;
  CHECK(suspended.try_end(Ending::suspended, true, kStart));
  CHECK_FALSE(suspended.is_over(false, kStart + 4999ms));
  CHECK(suspended.is_over(false, kStart + 5s));
}

#include "server/deadlines.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

using namespace moonroom;
using namespace std::chrono_literals;
using server::Deadlines;

namespace {

using Due = std::optional<SteadyTime>;

constexpr SteadyTime kNow{24h};
constexpr auto kBefore = Deadlines::Phase::before_sending;
constexpr auto kAfter = Deadlines::Phase::after_sending;

Deadlines due_at(const std::vector<Due>& times) {
  std::vector<Deadlines::Task> tasks;
  for (const auto& time : times) tasks.push_back({kAfter, {}, [time] { return time; }});
  return Deadlines(std::move(tasks));
}

}  // namespace

TEST_CASE("the next turn is due with the earliest task") {
  struct Case {
    std::vector<Due> times;
    Duration left;
  };
  const std::vector<Case> table = {
      {{}, 1h},
      {{std::nullopt}, 1h},
      {{kNow + 2h}, 1h},
      {{kNow + 20ms}, 20ms},
      {{kNow + 20ms, std::nullopt, kNow + 10ms, kNow + 30ms}, 10ms},
      // Overdue: must not spin the loop.
      {{kNow}, 1ms},
      {{kNow + 1us, kNow + 1h}, 1ms},
      {{kNow - 1h}, 1ms},
      {{SteadyTime()}, 1ms},
  };
  for (size_t i = 0; i < table.size(); ++i) {
    CAPTURE(i);
    CHECK(due_at(table[i].times).time_left(kNow) == table[i].left);
  }
}

TEST_CASE("tasks run in the order of the list, each in its phase") {
  std::string order;
  const Deadlines deadlines({{kBefore, [&order] { order += 'a'; }},
                             {kAfter, [&order] { order += 'b'; }, [] { return Due(kNow + 1h); }},
                             {kAfter, {}, [] { return Due(); }},
                             {kBefore, [&order] { order += 'c'; }},
                             {kAfter, [&order] { order += 'd'; }}});
  deadlines.run(kBefore);
  CHECK(order == "ac");
  deadlines.run(kAfter);
  CHECK(order == "acbd");
}

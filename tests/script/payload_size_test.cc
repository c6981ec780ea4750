// What an action counts towards the limits of a hook follows from its fields.
#include "script/payload_size.h"

#include <doctest/doctest.h>

#include "room/event.h"

using namespace moonroom;
using room::Audience;

TEST_CASE("texts, values and lists count, single numbers do not") {
  struct Row {
    const char* what;
    room::Action action;
    size_t bytes;
  };
  const Row rows[] = {
      {"an empty post", room::Post{}, 0},
      {"the four texts of a post", room::Post{"ab", "cde", "f", "ghij", {}}, 10},
      {"a post to three members",
       room::Post{"", "", "", "x", {Audience::Kind::only, {1, 2, 3}}, true}, 25},
      {"a kick", room::Kick{7, "why"}, 3},
      {"a log line with its file", room::LogLine{1, "text", "chat"}, 8},
      {"a timer", room::SetTimer{1, 2, std::chrono::hours(1), {}}, 0},
      {"a cancelled callback", room::Cancel{1, 2}, 0},
      {"a mute", room::Mute{7, std::chrono::hours(1)}, 0},
      {"a ban", room::Ban{room::Ban::Kind::name, "ann", {}, "why"}, 6},
      {"a job with its data", room::StartJob{1, 2, "solve", Value("text")},
       5 + script::size_of(Value("text"))},
      {"a change of the store", room::StorePut{1, "key", Value(true), {Value("a"), Value(2.0)}},
       3 + script::size_of(Value("a")) + script::size_of(Value(2.0)) +
           script::size_of(Value(true))},
      {"an action of the judge itself", room::ForgetCallbacks{}, 0},
      {"another", room::Lifecycle{1, Value("text")}, 0},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    CHECK(script::payload_size(row.action) == row.bytes);
  }
}

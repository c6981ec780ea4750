#include "room/bounds.h"

#include <doctest/doctest.h>

using namespace moonroom;
using namespace std::chrono_literals;

TEST_CASE("plain names") {
  struct Case {
    std::string name;
    bool is_plain;
  };
  for (const auto& [name, is_plain] : {
           Case{"a", true},
           Case{"chat-log_2", true},
           Case{std::string(32, 'x'), true},
           Case{std::string(33, 'x'), false},
           Case{"", false},
           Case{"A", false},
           Case{"a.b", false},
           Case{"../a", false},
           Case{"a/b", false},
           Case{"ä", false},
           Case{std::string("a\0b", 3), false},
       }) {
    const auto& shown = name;
    CAPTURE(shown);
    CHECK(room::is_plain_name(shown) == is_plain);
    CHECK(room::is_log_file(shown) == (is_plain || shown.empty()));
  }
}

TEST_CASE("lengths and intervals") {
  struct Case {
    Duration time;
    bool is_length;
    bool is_interval;
  };
  for (const auto& each : {
           Case{0s, true, true},
           Case{-1ns, false, false},
           Case{1ns, true, false},
           Case{room::kMinRepeat - 1ns, true, false},
           Case{room::kMinRepeat, true, true},
           Case{room::kMaxDelay, true, true},
           Case{room::kMaxDelay + 1ns, false, false},
           Case{Duration::min(), false, false},
           Case{Duration::max(), false, false},
       }) {
    CAPTURE(each.time.count());
    CHECK(room::is_length(each.time) == each.is_length);
    CHECK(room::is_interval(each.time) == each.is_interval);
  }
}

TEST_CASE("texts and lines of posts") {
  CHECK(room::is_text(""));
  CHECK_FALSE(room::is_post_line(""));
  CHECK(room::is_post_line(std::string(room::kMaxText, 'x')));
  CHECK_FALSE(room::is_post_line(std::string(room::kMaxText + 1, 'x')));
  CHECK_FALSE(room::is_text("\xc3"));
  CHECK(room::is_path(std::vector<Value>(room::kMaxPath)));
  CHECK_FALSE(room::is_path(std::vector<Value>(room::kMaxPath + 1)));
}

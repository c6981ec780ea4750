#include "client/remembered.h"

#include <doctest/doctest.h>

#include <string>

using moonroom::client::is_remembered;

TEST_CASE("a possible command is not stored in the history") {
  for (const char* before :
       {"", " ", "\t", "\u3000", "\u200b", "\ufeff", "\u3164", "\u2800", "\u0301", "、"})
    for (const char* slash : {"/", "／", "⁄", "∕", "╱", "⧸", "、"}) {
      const auto line = std::string(before) + slash + "op s3cret";
      CHECK_MESSAGE(!is_remembered(line), line);
    }
}

TEST_CASE("all other lines are") {
  for (const char* line : {"hi", "你好", "1/2", "a /b", "...", "🙂", "「hi」"})
    CHECK(is_remembered(line));
  CHECK_FALSE(is_remembered(""));
  CHECK_FALSE(is_remembered("\xff"));
}

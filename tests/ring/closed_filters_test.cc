#include "ring/closed_filters.h"

#include <doctest/doctest.h>

#include <string>

using namespace moonroom;

TEST_CASE("a source that says closed is found without running it") {
  struct Row {
    const char* source;
    bool join;
    bool message;
  };
  const Row rows[] = {
      {"", false, false},
      {"return {}", false, false},
      {"return { fail = \"open\", filter_message = f }", false, false},
      {"return { fail = \"closed\", filter_message = f }", false, true},
      {"return { fail='closed', filter_join = f }", true, false},
      {"return { fail\n=\n[[closed]], filter_join = f, filter_message = g }", true, true},
      {"return { ['fail'] = 'closed', ['filter_message'] = f }", false, true},
      {"local p = {} p.fail = 'closed' function p.filter_message(m) end return p", false, true},
      {"p.fail --[[ why ]] = -- it matters\n 'closed' p.filter_join = f", true, false},
      {"return { fail = 'closed' }", true, true},
      // Files that do not compile.
      {"return { fail = 'closed', filter_message = function(m) if end", false, true},
      {"return { x = 'never ended\n fail = 'closed', filter_join = 1 }", true, false},
      {"return { fail = 'closed', x = [[ never ended", true, true},
      {"\x80\xff fail = 'closed' \x00", true, true},
      // Only in a comment or string.
      {"-- fail = 'closed'\nreturn { filter_message = f }", false, false},
      {"--[==[ fail = 'closed' ]] ]==] return { filter_message = f }", false, false},
      {"local s = \"fail = 'closed'\" return { filter_message = f }", false, false},
      {"local s = 'it\\'s fail = ' x = 'closed'", false, false},
      {"local s = [[ fail = 'closed' ]]", false, false},
      {"fails = 'closed'", false, false},
      {"fail == 'closed'", false, false},
      {"fail = 'Closed'", false, false},
      {"fail =", false, false},
      {"fail", false, false},
      {"--[[", false, false},
      {"[==", false, false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.source);
    CHECK(ring::closed_filters_in(row.source) == ring::ClosedFilters{row.join, row.message});
  }
}

TEST_CASE("a source of the largest size is read in no time") {
  CHECK_FALSE(ring::closed_filters_in(std::string(256u << 10, '[')).any());
  CHECK_FALSE(ring::closed_filters_in(std::string(256u << 10, '-')).any());
  std::string opens;
  for (int i = 0; i < 20'000; ++i) opens += "[=[a";
  CHECK_FALSE(ring::closed_filters_in(opens).any());
}

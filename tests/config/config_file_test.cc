#include "config/config_file.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace moonroom;

namespace {

const std::vector<std::string> kKnown = {"listen", "classic", "max-members", "metrics", "sync"};

std::string wrong_with(std::string_view text) {
  const auto lines = config::check_config(text, kKnown);
  return lines ? "" : lines.error().what;
}

}  // namespace

TEST_CASE("a configuration file is blank lines, comments and options") {
  CHECK(wrong_with("").empty());
  CHECK(wrong_with("\n\n").empty());
  CHECK(wrong_with("# a comment\n; another\n  # indented\n").empty());
  CHECK(wrong_with("listen = \"8888\"\n\tclassic=off\nmax-members  =  7").empty());
  CHECK(wrong_with("listen = 1\r\n\r\nclassic = off\r\n").empty());
}

TEST_CASE("a mistake in a configuration file is told with its line and what was meant") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"clasic = off", "1: there is no option clasic; did you mean classic?"},
      {"\n# x\nlisten = 1\nmaxmembers = 7\n",
       "4: there is no option maxmembers; did you mean max-members?"},
      {"max_members = 7", "1: there is no option max_members; did you mean max-members?"},
      {"Classic = off", "1: there is no option Classic; did you mean classic?"},
      {"--clasic = off", "1: there is no option --clasic; did you mean classic?"},
      {"zebra = 1", "1: there is no option zebra"},
      {"classic", "1: write `classic = value`"},
      {"listen 8888", "1: write `listen = value`"},
      {"listen: 8888", "1: write `listen = value`"},
      {"listen = 1\n[room]\n", "2: there are no sections: write each option as `name = value`"},
      {"= 5", "1: write `name = value`"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(wrong_with(each.first) == each.second);
  }
}

TEST_CASE("the line of each option is known, and none is set twice") {
  const auto lines = config::check_config("listen = 1\n\nclassic = lan\n", kKnown);
  REQUIRE(lines);
  CHECK(*lines == config::OptionLines{{"listen", 1}, {"classic", 3}});
  CHECK(wrong_with("listen = 1\n\nlisten = 1\n") ==
        "3: listen is set in line 1 already: keep one of the two");
}

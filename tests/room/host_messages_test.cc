#include "room/host_messages.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace moonroom;
using namespace moonroom::room;

namespace {

Value wording(std::map<std::string, Value, std::less<>> host) {
  return Table{{}, {{"host", Table{{}, std::move(host)}}}};
}

}  // namespace

TEST_CASE("the host's words are the wording's, and its own where that says nothing") {
  const auto host_messages = host_messages_of(wording({{"full", "no place"}, {"ok", "ok"}}));
  CHECK(host_messages.full == "no place");
  CHECK(host_messages.busy == HostMessages().busy);
  CHECK(host_messages.classic.welcome == "ok");
  CHECK(host_messages.classic.end == "EXIT");
  CHECK(host_messages_of(Value()).full == HostMessages().full);
  CHECK(host_messages_of(wording({{"full", 5.0}})).full == HostMessages().full);
}

TEST_CASE("a misspelt word of the host is told with the one that was meant") {
  const auto below = wording({{"full", "x"}, {"a_word_of_a_later_version", "x"}});
  const std::vector<std::pair<Value, std::string>> cases = {
      {wording({{"full", "x"}, {"no_command", "x"}, {"a_word_of_a_later_version", "x"}}), ""},
      {wording({{"verb", Table{}}}), "no word `host.verb`; did you mean `verbs`?"},
      {wording({{"oK", "x"}}), "no word `host.oK`; did you mean `ok`?"},
      {wording({{"exti", "x"}}), "no word `host.exti`; did you mean `exit`?"},
      {wording({{"ful", "x"}}), "no word `host.ful`; did you mean `full`?"},
      {wording({{"something_else", "x"}}), "no word `host.something_else`"},
      {wording({{"full", 5.0}}), "host.full is a string, not a number"},
      {wording({{"ok", "x"}, {"exit", "x"}}),
       "host.ok and host.exit are the same to a client: `x`"},
      {Value(Table{{}, {{"host", "x"}}}), "`host` is a table of words"},
      {Value(Table{}), ""},
  };
  for (const auto& each : cases) {
    CAPTURE(each.second);
    CHECK(check_host_messages(each.first, below) == each.second);
  }
}

TEST_CASE("the host's words are checked together with those that they are laid over") {
  const auto below = wording({{"ok", "IN"}});
  CHECK(check_host_messages(wording({{"exit", "OUT"}}), below).empty());
  CHECK(check_host_messages(wording({{"exit", "IN"}}), below) ==
        "host.ok and host.exit are the same to a client: `IN`");
}

#include "client/input_text.h"

#include <doctest/doctest.h>

#include "client/retry_backoff.h"

using namespace moonroom::client;

TEST_CASE("quit and q leave, alone on their line") {
  for (const char* line : {"/quit", " /quit\t"}) {
    CHECK(is_goodbye(line, true));
    CHECK(is_goodbye(line, false));
  }
  for (const char* line : {"quit", "q", "  quit ", "q\t"}) {
    CHECK(is_goodbye(line, true));
    CHECK_FALSE(is_goodbye(line, false));
  }
  for (const char* line : {"", "quit now", "Q", "quitter", "/quit now", "//quit", "/q"}) {
    CHECK_FALSE(is_goodbye(line, true));
    CHECK_FALSE(is_goodbye(line, false));
  }
}

TEST_CASE("a line that fits a request is sent whole, a longer one not at all") {
  CHECK(chat_request("ada", " two  blanks ") == "C ada  two  blanks ");
  CHECK(chat_request("ada", std::string(4090, 'x')));
  CHECK_FALSE(chat_request("ada", std::string(4091, 'x')));
}

TEST_CASE("received text cannot control the terminal") {
  CHECK(to_show("\x1b[2Jhi\n") == "␛[2Jhi␊");
  CHECK(to_show("\nbob : hi") == "bob : hi");
  CHECK(to_show("bad \xff byte") == "bad \uFFFD byte");
}

TEST_CASE("a request is repeated at growing distances and then given up") {
  auto repeats = login_backoff();
  std::chrono::milliseconds whole{};
  while (const auto wait = repeats.next()) whole += *wait;
  CHECK(whole == std::chrono::milliseconds(4500));
}

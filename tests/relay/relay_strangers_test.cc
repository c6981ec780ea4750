#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "relay/relay.h"
#include "support/table.h"

using namespace std::chrono_literals;
using moonroom::support::Table;
namespace relay = moonroom::relay;

namespace {

relay::Settings open_to_all() {
  relay::Settings settings;
  settings.classic = relay::Classic::open;
  return settings;
}

// Seat 1 is on our own network; strangers are somewhere else.
struct OpenTable : Table {
  OpenTable() : Table(open_to_all()) {}

  std::string from_afar(uint16_t port, std::string_view bytes, uint8_t host = 9) {
    relay.handle(
        {{moonroom::wire::v4_address({8, 8, 8, host}), static_cast<uint16_t>(1000 + port)}, bytes},
        now, out());
    return settle();
  }
  // What he is asked to say.
  std::string word_in(const std::string& heard) {
    const auto at = heard.find("say: ") + 5;
    return heard.substr(at, heard.find(' ', at) - at);
  }
};

}  // namespace

TEST_CASE_FIXTURE(OpenTable, "a stranger hears nothing but OK until he has said the word") {
  join(1, "ada");
  const auto heard = from_afar(50, "L eve");
  CHECK(heard.starts_with("50:OK 50:to hear the room, say: "));
  CHECK(say(1, "hi").empty());
  CHECK(from_afar(50, "C eve hello").empty());
  CHECK(from_afar(50, "C eve " + word_in(heard)) == "50:you are in the room");
  CHECK(say(1, "hi") == "50:ada: hi");
  CHECK(from_afar(50, "C eve hello") == "1:eve: hello");
}

TEST_CASE_FIXTURE(OpenTable, "who does not say it leaves, and is sent nothing more") {
  join(1, "ada");
  from_afar(50, "L eve");
  std::string news;
  for (int step = 0; step < 6; ++step) news += pass(30s);
  CHECK(news == "1:eve left (timeout)");
}

TEST_CASE_FIXTURE(OpenTable, "from one address come four, and from our own network all") {
  for (uint16_t seat = 1; seat <= 4; ++seat)
    CHECK(from_afar(seat, "L far" + std::to_string(seat)).find("OK") != std::string::npos);
  CHECK(from_afar(5, "L far5") == "5:" + judge.words.crowded);
  CHECK(from_afar(6, "L far6", 10).find("OK") != std::string::npos);
  for (int seat = 11; seat <= 16; ++seat)
    CHECK(join(seat, "near" + std::to_string(seat)).starts_with(std::to_string(seat) + ":OK"));
}

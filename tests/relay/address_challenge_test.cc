#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "relay/relay.h"
#include "support/room_fixture.h"

using namespace std::chrono_literals;
using moonroom::support::RoomFixture;
namespace relay = moonroom::relay;

namespace {

relay::Settings open_to_all() {
  relay::Settings settings;
  settings.classic = relay::Classic::open;
  return settings;
}

// Seat 1 is on our own network; strangers are outside it.
struct OpenTable : RoomFixture {
  OpenTable() : RoomFixture(open_to_all()) {}

  std::string from_afar(uint16_t port, std::string_view bytes, uint8_t host = 9) {
    relay.receive(
        {{moonroom::wire::v4_address({8, 8, 8, host}), static_cast<uint16_t>(1000 + port)}, bytes},
        {now, out()});
    return settle();
  }
  // The word of the challenge.
  std::string word_in(const std::string& heard) {
    const auto at = heard.find("say: ") + 5;
    return heard.substr(at, heard.find(' ', at) - at);
  }
};

}  // namespace

TEST_CASE_FIXTURE(OpenTable, "a stranger is no member until the word has been repeated") {
  join(1, "ada");
  const auto heard = from_afar(50, "L eve");
  CHECK(heard.starts_with("50:OK 50:to hear the room, say: "));
  CHECK(say(1, "hi").empty());
  CHECK(state.room.size() == 1);
  CHECK(from_afar(50, "C eve hello").empty());
  CHECK(from_afar(50, "C eve " + word_in(heard)) == "50:you are in the room 1:eve joined");
  CHECK(say(1, "hi") == "50:ada: hi");
  CHECK(from_afar(50, "C eve hello") == "1:eve: hello");
}

TEST_CASE_FIXTURE(OpenTable, "a challenge without an answer expires silently") {
  join(1, "ada");
  const auto word = word_in(from_afar(50, "L eve"));
  std::string news;
  for (int step = 0; step < 6; ++step) news += pass(30s);
  CHECK(news.empty());
  CHECK(from_afar(50, "C eve " + word).empty());
}

TEST_CASE_FIXTURE(OpenTable,
                  "the word is asked for three times at most, and five wrong ones end it") {
  const auto heard = from_afar(50, "L eve");
  CHECK(from_afar(50, "L eve") == heard);
  CHECK(from_afar(50, "L eve") == heard);
  CHECK(from_afar(50, "L eve").empty());
  for (int guess = 0; guess < 5; ++guess) from_afar(50, "C eve 1");
  CHECK(from_afar(50, "C eve " + word_in(heard)).empty());
  CHECK(state.room.size() == 0);
}

TEST_CASE_FIXTURE(OpenTable, "a stranger may take another name, or go, before the word is said") {
  const auto word = word_in(from_afar(50, "L eve"));
  const auto another = word_in(from_afar(50, "L mallory"));
  CHECK_FALSE(word.empty());
  CHECK(from_afar(50, "C mallory " + another) == "50:you are in the room");
  from_afar(51, "L bob");
  CHECK(from_afar(51, "Q bob") == "51:EXIT");
  CHECK(state.room.size() == 1);
}

TEST_CASE_FIXTURE(OpenTable, "a name that cannot be had is refused at once") {
  join(1, "ada");
  CHECK(from_afar(50, "L ada") == "50:" + state.host_messages.name_refused);
  CHECK(from_afar(50, "L \xef\xbb\xbf") == "50:" + state.host_messages.name_refused);
  CHECK(state.room.size() == 1);
}

TEST_CASE_FIXTURE(OpenTable, "forged logins of one network keep no honest stranger out") {
  for (int flood = 0; flood < 4000; ++flood) {
    now = now + 1ms;
    from_afar(static_cast<uint16_t>(flood), "L f" + std::to_string(flood),
              static_cast<uint8_t>(flood));
    if (flood % 1000 != 999) continue;
    const auto host = static_cast<uint8_t>(flood / 1000);
    const auto from = [&](std::string_view bytes) {
      relay.receive({{moonroom::wire::v4_address({9, 9, host, 9}), 1077, 0, {}}, bytes},
                    {now, out()});
      return settle();
    };
    const auto heard = from("L eve" + std::to_string(host));
    CAPTURE(heard);
    CHECK(from("C eve " + word_in(heard)).find("77:you are in the room") != std::string::npos);
  }
  CHECK(state.room.size() == 4);
}

TEST_CASE_FIXTURE(OpenTable, "from one source come four, and from our own network all") {
  for (uint16_t seat = 1; seat <= 4; ++seat) {
    const auto name = "far" + std::to_string(seat);
    const auto word = word_in(from_afar(seat, "L " + name));
    CHECK(from_afar(seat, "C x " + word).find("you are in") != std::string::npos);
  }
  CHECK(from_afar(5, "L far5") == "5:" + state.host_messages.crowded);
  CHECK(from_afar(6, "L far6", 10).find("OK") != std::string::npos);
  for (int seat = 11; seat <= 16; ++seat)
    CHECK(join(seat, "near" + std::to_string(seat)).starts_with(std::to_string(seat) + ":OK"));
}

#include "secure/handshake.h"

#include <doctest/doctest.h>

#include "handshake_fixture.h"
#include "secure/dtls_record.h"

using namespace moonroom::secure;
using moonroom::Duration;

namespace {

// A meeting in which one datagram has a fate of its own.
Fates except(Way way, size_t index, const Fate& fate) {
  return [=](Way this_way, size_t this_index) {
    return this_way == way && this_index == index ? fate : Fate{20ms};
  };
}

void check_agreement(Meeting& meeting) {
  INFO(meeting.problem.value_or("no problem"));
  REQUIRE(meeting.welcome);
  REQUIRE(meeting.host_keys);
  CHECK(meeting.welcome->keys.session() == meeting.host_keys->session());
  CHECK(opened(meeting.welcome->keys, sealed(*meeting.host_keys, "down")) == "down");
  CHECK(meeting.welcome->fingerprint == some_identity().fingerprint());
  CHECK(meeting.handshake_server.pending() == 0);
}

// The time until the host has opened the client's first sealed packet.
Duration agree(const Fates& fates) {
  Meeting meeting(fates);
  meeting.run();
  check_agreement(meeting);
  return meeting.now.steady.time_since_epoch();
}

}  // namespace

TEST_CASE("a handshake takes three datagrams each way and three and a half trips") {
  Meeting meeting;
  meeting.run();
  check_agreement(meeting);
  // The fourth datagram of the client is sealed.
  CHECK(meeting.sent[Way::up].size() == 4);
  CHECK(meeting.sent[Way::down].size() == 3);
  CHECK(meeting.now.steady.time_since_epoch() == 140ms);
  for (const auto& [way, datagrams] : meeting.sent)
    for (const auto& datagram : datagrams) CHECK(datagram.size() <= moonroom::wire::kMaxPacket);
}

TEST_CASE("any datagram of a handshake may be lost: it costs 200 ms") {
  for (const auto way : {Way::up, Way::down})
    for (size_t index = 0; index < 3; ++index) {
      CAPTURE(index);
      CHECK(agree(except(way, index, {})) <= 140ms + 200ms);
    }
}

TEST_CASE("any datagram of a handshake may come twice, at once or much later") {
  for (const auto way : {Way::up, Way::down})
    for (size_t index = 0; index < 3; ++index)
      for (const Duration later : {20ms, 30ms, 50ms, 100ms, 500ms, 3000ms}) {
        CAPTURE(index);
        CHECK(agree(except(way, index, {20ms, later})) == 140ms);
      }
}

TEST_CASE("any datagram of a handshake may be late") {
  for (const auto way : {Way::up, Way::down})
    for (size_t index = 0; index < 3; ++index)
      for (const Duration late : {100ms, 190ms, 250ms, 500ms, 2000ms, 9000ms}) {
        CAPTURE(index);
        CHECK(agree(except(way, index, {late})) <= 140ms + 200ms);
      }
}

TEST_CASE("a handshake survives any weather") {
  for (unsigned seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    agree(Weather{0.1, 0.1, 0.2}.from(seed));
    agree(Weather{0.3, 0.1, 0.2}.from(seed));
  }
}

TEST_CASE("an alert of any number ends a handshake with a reason") {
  for (int number = 0; number < 256; ++number) {
    CAPTURE(number);
    Handshake client(moonroom::SteadyTime{1h});
    std::string alert("\x15\xfe\xfd\0\0\0\0\0\0\0\0\0\2\2", 14);
    alert += static_cast<char>(number);
    CHECK(client.receive(alert, moonroom::SteadyTime{1h}) == Handshake::State::failed);
    CHECK(client.is_crowded_out() == (number == kNoPlaceAlert));
    if (client.is_crowded_out()) continue;
    CHECK(client.reason().starts_with("the other side gave up: "));
    CHECK(client.reason().size() > 24);
  }
}

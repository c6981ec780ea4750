#include "link/receiving.h"

#include <doctest/doctest.h>

#include <string>

#include "link/send_window.h"

using namespace moonroom;
using namespace moonroom::link;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  bool take(uint32_t number, std::string_view bytes = "x", bool ends_message = true) {
    return receiving.accept({number, ends_message, bytes}, now,
                            [&](std::string_view message) { heard += std::string(message) + ' '; });
  }

  Receiving receiving;
  SteadyTime now{1h};
  std::string heard;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an early fragment waits for the missing ones") {
  CHECK(take(2, "b"));
  CHECK(take(4, "d"));
  CHECK(heard.empty());
  CHECK(take(1, "a"));
  CHECK(heard == "a b ");
  CHECK(take(3, "c"));
  CHECK(heard == "a b c d ");
}

TEST_CASE_FIXTURE(Fixture, "a duplicate is delivered once, and counted") {
  for (const uint32_t number : {1U, 1U, 3U, 3U, 2U, 3U}) CHECK(take(number, "m"));
  CHECK(heard == "m m m ");
  CHECK(receiving.doubled() == 3);
}

TEST_CASE_FIXTURE(Fixture, "an acknowledgement lists the received fragments") {
  take(1);
  take(3);
  take(5);
  take(66);
  take(68);
  const auto ack = receiving.pop_ack(now);
  CHECK(ack.next == 2);
  CHECK(ack.bits == (0b101 | uint64_t{1} << 63));
  CHECK_FALSE(receiving.has_ack());
}

TEST_CASE_FIXTURE(Fixture, "in-order fragments are acknowledged late, unless the peer asks") {
  take(1);
  CHECK(receiving.ack_due() == now + kAckDelay);
  now += 10ms;
  take(2);
  CHECK(receiving.ack_due() == now - 10ms + kAckDelay);
  receiving.on_ack_requested(now);
  CHECK(receiving.ack_due() == now);
  receiving.pop_ack(now);
  receiving.on_ack_requested(now);
  CHECK(receiving.ack_due() == now + kQuickAck);
}

TEST_CASE_FIXTURE(Fixture, "a gap, its end, and a repeat are acknowledged at once") {
  take(2);
  CHECK(receiving.ack_due() == now);
  receiving.pop_ack(now);
  take(1);
  CHECK(receiving.ack_due() == now);
  receiving.pop_ack(now);
  take(1);
  CHECK(receiving.ack_due() == now);
}

TEST_CASE_FIXTURE(Fixture, "half a window is acknowledged at once") {
  for (uint32_t number = 1; number < kWindow / 2; ++number) take(number);
  CHECK(receiving.ack_due() > now);
  take(kWindow / 2);
  CHECK(receiving.ack_due() == now);
}

TEST_CASE_FIXTURE(Fixture, "beyond the window nothing is taken") {
  CHECK(take(kWindow));
  CHECK_FALSE(take(kWindow + 1));
  CHECK_FALSE(take(UINT32_MAX));
  CHECK(take(0));
  CHECK(heard.empty());
}

TEST_CASE_FIXTURE(Fixture, "pieces make a message, early ones too, up to the longest") {
  CHECK(take(3, "c"));
  CHECK(take(2, "b", false));
  CHECK(take(1, "a", false));
  CHECK(heard == "abc ");
  const std::string thousand(1000, 'x');
  for (uint32_t number = 4; number < 70; ++number) CHECK(take(number, thousand, false));
  CHECK_FALSE(take(70));
}

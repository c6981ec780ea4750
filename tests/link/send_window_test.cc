#include "link/send_window.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "link/timing.h"

using namespace moonroom;
using namespace moonroom::link;
using namespace std::chrono_literals;

namespace {

constexpr SteadyTime kStart{1h};

void launch(SendWindow& flight, const SharedBuffer& body, const SentInfo& departure) {
  flight.queue(body);
  flight.mark_sent(departure);
}

/// Fragments 1 to `count` of ten bytes, each in a packet of its own, a millisecond apart.
struct Launched {
  explicit Launched(uint32_t count) {
    for (uint32_t i = 1; i <= count; ++i)
      launch(flight, SharedBuffer("0123456789"), {kStart + i * 1ms, i, true});
  }
  std::set<uint32_t> lost() {
    std::set<uint32_t> numbers;
    while (flight.has_lost()) {
      const auto first = flight.first_lost();
      numbers.insert(first.fragment.number);
      flight.mark_retransmitted(first.index, {now, 1000, true});
    }
    return numbers;
  }

  SendWindow flight;
  SteadyTime now = kStart + 40ms;
};

}  // namespace

TEST_CASE("an acknowledgement of unsent fragments is impossible, an old one is not") {
  Launched launched(5);
  auto& flight = launched.flight;
  CHECK(flight.is_possible({6, 0}));
  CHECK_FALSE(flight.is_possible({7, 0}));
  CHECK_FALSE(flight.is_possible({0, 0}));
  CHECK(flight.is_possible({1, 0b1111}));
  CHECK_FALSE(flight.is_possible({1, 0b11111}));
  CHECK_FALSE(flight.is_possible({1, uint64_t{1} << 63}));
  CHECK_FALSE(flight.is_possible({UINT32_MAX, UINT64_MAX}));
  flight.acknowledge({6, 0}, launched.now, {});
  CHECK(flight.is_possible({2, 0}));
  CHECK(flight.acknowledge({2, 1}, launched.now, {}).fragments == 0);
}

TEST_CASE("a waiting message is split into fragments, has no number yet, and leaves in order") {
  SendWindow flight;
  flight.queue(SharedBuffer(std::string(kFragmentBytes, 'a') + "b"));
  flight.queue(SharedBuffer("c"));
  CHECK(flight.waiting() == 3);
  CHECK(flight.empty());
  CHECK_FALSE(flight.is_possible({2, 0}));
  std::string all;
  for (uint32_t number = 1; number <= 3; ++number) {
    const auto piece = flight.next_fragment();
    CHECK(piece.number == number);
    CHECK(piece.ends_message == (number != 1));
    all += piece.bytes;
    flight.mark_sent({kStart, number, true});
  }
  CHECK(all == std::string(kFragmentBytes, 'a') + "bc");
  CHECK(flight.waiting() == 0);
  CHECK(flight.missing() == 3);
}

TEST_CASE("a waiting fragment is not acknowledged, lost or suspected") {
  Launched launched(2);
  auto& flight = launched.flight;
  flight.queue(SharedBuffer("x"));
  CHECK_FALSE(flight.is_possible({4, 0}));
  CHECK(flight.acknowledge({3, 0}, launched.now, {}).fragments == 2);
  CHECK(flight.empty());
  CHECK(flight.waiting() == 1);
  flight.suspect(kStart + 10s);
  CHECK(flight.find_lost(kStart + 10s, 45ms).found == 0);
  CHECK(launched.lost().empty());
  CHECK(flight.next_fragment().number == 3);
  flight.ack_all();
  CHECK(flight.waiting() == 0);
  CHECK(flight.next() == 3);
}

TEST_CASE("acknowledged fragments are freed, those of the bits too") {
  Launched launched(5);
  auto& flight = launched.flight;
  auto news = flight.acknowledge({2, 0b101}, launched.now, {});
  CHECK(news.fragments == 3);
  CHECK(news.bytes == 30);
  CHECK(flight.missing() == 2);
  news = flight.acknowledge({2, 0b101}, launched.now, {});
  CHECK(news.fragments == 0);
  news = flight.acknowledge({6, 0}, launched.now, {});
  CHECK(news.fragments == 2);
  CHECK(flight.empty());
  CHECK(flight.next() == 6);
}

TEST_CASE("the round trip is measured at the piece that left last, and never at a repeat") {
  Launched launched(3);
  auto news = launched.flight.acknowledge({3, 0}, launched.now, {});
  CHECK(news.round_trip == 38ms);
  launched.flight.suspect(launched.now);
  CHECK(launched.lost() == std::set<uint32_t>{3});
  news = launched.flight.acknowledge({4, 0}, launched.now + 40ms, {});
  CHECK(news.round_trip == std::nullopt);
  CHECK_FALSE(news.certain);
}

TEST_CASE("an answer to a repeat and to others measures nothing: it may be to the repeat") {
  Launched launched(3);
  launched.flight.suspect(kStart + 2ms);
  launched.flight.mark_retransmitted(1, {launched.now, 1000, true});
  const auto news = launched.flight.acknowledge({4, 0}, launched.now + 40ms, {});
  CHECK(news.fragments == 3);
  CHECK(news.round_trip == std::nullopt);
  CHECK(news.certain);
}

TEST_CASE("an old acknowledgement may know more, and is believed") {
  Launched launched(5);
  launched.flight.acknowledge({3, 0}, launched.now, {});
  CHECK(launched.flight.acknowledge({1, 0b110}, launched.now, {}).fragments == 2);
  CHECK(launched.flight.size() == 1);
}

TEST_CASE("a piece is lost when a later one has come and it is late, not before") {
  Launched launched(4);
  auto& flight = launched.flight;
  flight.acknowledge({2, 0b1}, launched.now, {});  // 1 and 3
  auto losses = flight.find_lost(launched.now, 45ms);
  CHECK(losses.found == 0);
  CHECK(losses.next == kStart + 47ms);
  losses = flight.find_lost(losses.next, 45ms);
  CHECK(losses.found == 1);
  CHECK(losses.next == kNever);
  CHECK(launched.lost() == std::set<uint32_t>{2});
}

TEST_CASE("a fragment that an acknowledgement does not cover is not lost") {
  Launched launched(200);
  auto& flight = launched.flight;
  // Number 1 is missing; all others have arrived, but the acknowledgement covers only 2 to 65.
  flight.acknowledge({1, UINT64_MAX}, launched.now, {});
  flight.find_lost(kStart + 10s, 45ms);
  CHECK(launched.lost() == std::set<uint32_t>{1});
}

TEST_CASE("an answer that comes too soon after a repeat does not make others look lost") {
  Launched launched(4);
  auto& flight = launched.flight;
  flight.suspect(kStart + 1ms);
  CHECK(launched.lost() == std::set<uint32_t>{1});
  // The retransmission left at 40 ms in the latest packet; no answer takes less than 30 ms.
  flight.acknowledge({2, 0}, launched.now + 1ms, 30ms);
  CHECK(flight.find_lost(kStart + 10s, 45ms).found == 0);
}

TEST_CASE("on suspicion no more is repeated than one packet holds, and nothing young") {
  SendWindow flight;
  const SharedBuffer body(std::string(150, 'x'));
  for (uint32_t i = 1; i <= 10; ++i) launch(flight, body, {kStart, i, true});
  flight.suspect(kStart);
  int marked = 0;
  for (; flight.has_lost(); ++marked)
    flight.mark_retransmitted(flight.first_lost().index, {kStart, 11, true});
  CHECK(marked == 3);

  Launched launched(5);
  launched.flight.suspect(kStart + 2ms);
  CHECK(launched.lost() == std::set<uint32_t>{1, 2});
}

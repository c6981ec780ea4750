#include "wire/by_source.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "wire/source_rate.h"

using namespace moonroom;
using namespace moonroom::wire;
using namespace std::chrono_literals;

namespace {

Address ip(std::string_view text) {
  return *parse_address(text);
}

}  // namespace

TEST_CASE("the item to evict for one more: in the source, the network, or all") {
  BySource<int> places;
  const SourceLimits limits{2, 4, 8};
  const auto add = [&](const char* from, int thing) { places.add(ip(from), thing); };
  const auto in_the_way = [&](const char* from) {
    const auto* thing = places.in_the_way(ip(from), limits);
    return thing ? *thing : 0;
  };
  CHECK(in_the_way("198.51.100.1") == 0);
  add("198.51.100.1", 1);
  add("198.51.100.1", 2);
  CHECK(in_the_way("198.51.100.1") == 1);
  CHECK(in_the_way("198.51.100.2") == 0);
  add("198.51.100.2", 3);
  add("198.51.100.3", 4);
  CHECK(in_the_way("198.51.100.4") == 1);
  CHECK(in_the_way("198.51.101.1") == 0);
  for (int thing = 5; thing <= 8; ++thing) add("2001:db8::1", thing);
  add("2001:db8:9::1", 9);
  // All places are taken, so the newcomer displaces one of the heaviest network.
  CHECK(places.remove(ip("198.51.100.2"), 3));
  CHECK(in_the_way("203.0.113.1") == 5);
  CHECK(places.of_network(ip("198.51.100.9")) == 3);
  CHECK(places.of_source(ip("2001:db8::77")) == 4);
}

TEST_CASE("our own network is held to the limit for all only") {
  BySource<int> places;
  for (int thing = 0; thing < 7; ++thing) {
    CHECK_FALSE(places.in_the_way(ip("192.168.0.1"), {1, 1, 7}));
    places.add(ip("192.168.0.1"), thing);
  }
  CHECK(*places.in_the_way(ip("192.168.0.1"), {1, 1, 7}) == 0);
}

TEST_CASE("networks are served in turn, and their sources in turn") {
  BySource<std::string> queue;
  for (const auto* thing : {"a1", "a2", "a3"}) queue.add(ip("198.51.100.1"), thing);
  queue.add(ip("198.51.100.2"), "b1");
  queue.add(ip("203.0.113.1"), "c1");
  queue.add(ip("203.0.113.1"), "c2");
  std::string order;
  while (auto thing = queue.pop_next()) order += *thing + " ";
  CHECK(order == "a1 c1 b1 c2 a2 a3 ");
  CHECK(queue.empty());
}

TEST_CASE("counts match the content after any additions and removals") {
  std::mt19937 dice(1);
  BySource<int> places;
  std::vector<std::pair<Address, int>> all;
  for (int step = 0; step < 20'000; ++step) {
    const auto from =
        v4_address({198, 51, static_cast<uint8_t>(dice() % 5), static_cast<uint8_t>(dice() % 7)});
    switch (dice() % 4) {
      case 0:
      case 1:
        places.add(from, step);
        all.emplace_back(from, step);
        break;
      case 2:
        if (all.empty()) break;
        std::swap(all[dice() % all.size()], all.back());
        CHECK(places.remove(all.back().first, all.back().second));
        all.pop_back();
        break;
      default:
        if (const auto thing = places.pop_next())
          std::erase_if(all, [&](const auto& one) { return one.second == *thing; });
    }
    REQUIRE(places.size() == all.size());
    const auto of_source =
        std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.first == from; });
    REQUIRE(places.of_source(from) == static_cast<size_t>(of_source));
  }
}

TEST_CASE("a rate holds for a source, for a network, and for all together") {
  const SourceRates rates{{1, 2}, {1, 4}, Rate{1, 6}, Rate{1, 1}};
  SourceRate rate(rates);
  SteadyTime now{};
  const auto passes = [&](std::string_view from) {
    return rate.try_acquire(ip(from), now) == Pass::yes;
  };
  CHECK(passes("198.51.100.1"));
  CHECK(passes("198.51.100.1"));
  CHECK_FALSE(passes("198.51.100.1"));  // Its source has used two tokens, and its network three.
  CHECK(passes("198.51.100.2"));
  CHECK_FALSE(passes("198.51.100.3"));
  CHECK(passes("2001:db8::1"));
  CHECK(passes("2001:db8::2"));
  CHECK_FALSE(passes("2001:db8::3"));
  CHECK(passes("2001:db8:0:1::3"));
  // The limit for all is used up at six, but a network without recent requests still gets one.
  CHECK_FALSE(passes("2001:db8:0:2::3"));
  CHECK(passes("203.0.113.1"));
  CHECK_FALSE(passes("203.0.114.1"));
  now += 10s;
  CHECK(passes("198.51.100.1"));
}

TEST_CASE("our own network is limited by address only, and without rates everything passes") {
  SourceRate rate(SourceRates{{1, 2}, {1, 1}});
  for (int machine = 1; machine < 9; ++machine) {
    const auto from = v4_address({192, 168, 0, static_cast<uint8_t>(machine)});
    CHECK(rate.try_acquire(from, SteadyTime{}) == Pass::yes);
    CHECK(rate.try_acquire(from, SteadyTime{}) == Pass::yes);
    CHECK(rate.try_acquire(from, SteadyTime{}) != Pass::yes);
  }
  SourceRate none{std::nullopt};
  for (int i = 0; i < 1000; ++i) CHECK(none.try_acquire(ip("198.51.100.1"), {}) == Pass::yes);
}

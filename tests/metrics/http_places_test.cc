#include "metrics/http_places.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using moonroom::SteadyTime;
using moonroom::metrics::HttpPlaces;

namespace {

constexpr SteadyTime kNow{1h};

}  // namespace

TEST_CASE("each connection has its deadline, and is named once when it is over") {
  HttpPlaces places({4, 10s, 20s});
  CHECK_FALSE(places.next_due());
  places.add(1, kNow);
  places.add(2, kNow + 3s);
  CHECK(*places.next_due() == kNow + 10s);
  CHECK(places.pop_overdue(kNow + 9s).empty());
  CHECK(places.pop_overdue(kNow + 11s) == std::vector{1});
  CHECK(places.pop_overdue(kNow + 12s).empty());
  CHECK(*places.next_due() == kNow + 13s);
  CHECK(places.size() == 2);
  places.remove(1);
  CHECK(places.size() == 1);
}

TEST_CASE("an answer gives time to read it, once") {
  HttpPlaces places({4, 10s, 20s});
  places.add(1, kNow);
  places.mark_answered(1, kNow + 9s);
  places.mark_answered(1, kNow + 20s);
  CHECK(places.pop_overdue(kNow + 28s).empty());
  CHECK(places.pop_overdue(kNow + 29s) == std::vector{1});
}

TEST_CASE("at the limit, the longest request is evicted, else the longest answer") {
  HttpPlaces places({3, 10s, 20s});
  places.add(1, kNow);
  places.add(2, kNow);
  CHECK_FALSE(places.to_evict());
  places.add(3, kNow);
  places.mark_answered(1, kNow);
  CHECK(*places.to_evict() == 2);
  places.mark_answered(2, kNow);
  places.mark_answered(3, kNow);
  CHECK(*places.to_evict() == 1);
  places.remove(1);
  CHECK_FALSE(places.to_evict());
}

TEST_CASE("a descriptor may come again") {
  HttpPlaces places({3, 10s, 20s});
  places.add(7, kNow);
  places.remove(7);
  places.add(7, kNow + 8s);
  CHECK(places.pop_overdue(kNow + 17s).empty());
  CHECK(places.pop_overdue(kNow + 18s) == std::vector{7});
}

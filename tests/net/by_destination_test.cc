#include "net/by_destination.h"

#include <map>
#include <random>

#include "net/socket_fixture.h"

using namespace moonroom;
using namespace moonroom::net;

namespace {

wire::Endpoint member(size_t number) {
  auto whom = at("127.0.0.1:1");
  whom.port = static_cast<uint16_t>(20000 + number);
  return whom;
}

// The positions of deliveries, by destination.
using Places = std::vector<std::vector<uint32_t>>;

Places arranged(ByDestination& by_destination, const wire::Outbox& out) {
  by_destination.arrange(out.deliveries());
  Places places(by_destination.destinations());
  for (size_t i = 0; i < places.size(); ++i)
    for (auto place = by_destination.first(i); place != ByDestination::kNone;
         place = by_destination.next(place))
      places[i].push_back(place);
  return places;
}

// The same result, from a lookup of each destination in a map.
Places looked_up(const wire::Outbox& out) {
  std::map<uint16_t, size_t> number_of;
  Places places;
  for (uint32_t place = 0; place < out.deliveries().size(); ++place) {
    const auto port = out.deliveries()[place].to.port;
    const auto [found, is_new] = number_of.try_emplace(port, places.size());
    if (is_new) places.emplace_back();
    places[found->second].push_back(place);
  }
  return places;
}

// Each line goes to all members but its author.
wire::Outbox lines_to_all(size_t lines, size_t members) {
  wire::Outbox out;
  for (size_t line = 0; line < lines; ++line)
    for (size_t i = 0; i < members; ++i)
      if (i != line % members) out.send("line", member(i));
  return out;
}

}  // namespace

TEST_CASE("each destination has its deliveries in the order of the pile") {
  wire::Outbox out;
  for (const size_t whom : {3u, 1u, 3u, 2u, 1u, 3u}) out.send("x", member(whom));
  ByDestination by_destination;
  CHECK(arranged(by_destination, out) == Places{{0, 2, 5}, {1, 4}, {3}});
}

TEST_CASE("nothing is lost of lines that go to all but their authors") {
  ByDestination by_destination;
  for (const size_t members : {1u, 2u, 3u, 10u, 1000u})
    for (const size_t lines : {1u, 2u, 32u}) {
      CAPTURE(members);
      CAPTURE(lines);
      const auto out = lines_to_all(lines, members);
      CHECK(arranged(by_destination, out) == looked_up(out));
    }
}

TEST_CASE("nor of deliveries in no order at all") {
  ByDestination by_destination;
  std::minstd_rand chance(1);
  for (int round = 0; round < 100; ++round) {
    wire::Outbox out;
    const auto members = 1 + chance() % 300;
    for (size_t i = chance() % 1000; i > 0; --i) out.send("x", member(chance() % members));
    CHECK(arranged(by_destination, out) == looked_up(out));
  }
}

TEST_CASE("an empty pile has no destinations, also after a full one") {
  ByDestination by_destination;
  CHECK(arranged(by_destination, lines_to_all(2, 10)).size() == 10);
  CHECK(arranged(by_destination, wire::Outbox()).empty());
}

TEST_CASE("after a rest it arranges as before") {
  ByDestination by_destination;
  arranged(by_destination, lines_to_all(5, 50));
  by_destination.trim_memory();
  CHECK(by_destination.destinations() == 0);
  const auto out = lines_to_all(3, 20);
  CHECK(arranged(by_destination, out) == looked_up(out));
}

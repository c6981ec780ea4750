#include "session/session_table.h"

#include <doctest/doctest.h>

#include <string>

namespace moonroom::session {
namespace {

using namespace std::chrono_literals;

const Moment kAdded{SteadyTime(1h), WallTime(1h)};

struct TableFixture {
  SessionTable table{{4, {2, 3, 3}}};

  // The number also distinguishes the keys.
  SessionTable::Entry* add(unsigned char number, std::string_view from = "203.0.113.1:9") {
    secure::KeyMaterial material;
    material.bytes.back() = number;
    return table.add(secure::Keys(material, secure::Cipher::aes_256_gcm, secure::Side::host),
                     *wire::parse_endpoint(from), kAdded);
  }
  std::string drain_events() {
    std::string all;
    for (const auto& event : table.drain_events())
      all += event.kind == SessionEvent::Kind::silent   ? "silent "
             : event.kind == SessionEvent::Kind::active ? "active "
                                                        : "ended ";
    return all;
  }
};

}  // namespace

TEST_CASE("a session is added once, as a newcomer's") {
  TableFixture host;
  auto* entry = host.add(1);
  REQUIRE(entry);
  CHECK(host.table.find(entry->id()) == entry);
  CHECK(host.table.newcomers() == 1);
  CHECK_FALSE(host.add(1));
  CHECK(host.table.size() == 1);
  host.table.mark_member(*entry);
  host.table.mark_member(*entry);
  CHECK(host.table.newcomers() == 0);
  host.table.mark_newcomer(*entry, kAdded.steady);
  host.table.mark_newcomer(*entry, kAdded.steady);
  CHECK(host.table.newcomers() == 1);
  host.table.remove(*entry);
  CHECK(host.table.newcomers() == 0);
  CHECK(host.table.size() == 0);
}

TEST_CASE("an entry is due once, at its earliest deadline") {
  TableFixture host;
  auto* entry = host.add(1);
  CHECK(host.table.next_due() == kAdded.steady + Lifetime::kUntilAdmitted);
  host.table.mark_closing(*entry, kAdded.steady);
  host.table.schedule(*entry);
  host.table.schedule(*entry);
  CHECK_FALSE(host.table.pop_due(kAdded.steady + 2s));
  CHECK(host.table.pop_due(kAdded.steady + 3s) == entry);
  // The later deadline is still in the queue, and no longer this entry's.
  host.table.schedule(*entry);
  CHECK(host.table.pop_due(kAdded.steady + 3s) == entry);
  host.table.remove(*entry);
  CHECK_FALSE(host.table.pop_due(kAdded.steady + 1h));
}

TEST_CASE("the relay gets an event for each change that it did not request") {
  TableFixture host;
  auto* first = host.add(1);
  auto* second = host.add(2);
  CHECK(host.drain_events().empty());
  host.table.on_received(*first, kAdded.steady);
  CHECK(host.drain_events().empty());
  host.table.mark_silent(*first);
  host.table.on_received(*first, kAdded.steady);
  CHECK(host.drain_events() == "silent active ");
  host.table.end(*first);
  CHECK(host.drain_events() == "ended ");
  host.table.mark_closing(*second, kAdded.steady);
  host.table.mark_closing(*second, kAdded.steady);
  CHECK(host.table.is_closing());
  host.table.remove(*second);
  CHECK_FALSE(host.table.is_closing());
  CHECK_FALSE(host.table.has_events());
}

TEST_CASE("a newcomer is in the way at a limit, a member never") {
  TableFixture host;
  auto* first = host.add(1);
  CHECK_FALSE(host.table.newcomer_in_the_way(first->session.came_from()));
  auto* second = host.add(2);
  // The limit of a source.
  CHECK(host.table.newcomer_in_the_way(first->session.came_from()) == first);
  const auto other = wire::parse_endpoint("198.51.100.1:9")->address;
  CHECK_FALSE(host.table.newcomer_in_the_way(other));
  auto* third = host.add(3, "198.51.100.1:9");
  // The limit of all newcomers: the heaviest source has two.
  CHECK(host.table.newcomer_in_the_way(other) == first);
  host.table.mark_member(*first);
  host.table.mark_member(*third);
  CHECK_FALSE(host.table.newcomer_in_the_way(other));
  auto* fourth = host.add(4, "198.51.100.1:9");
  CHECK(host.table.is_full());
  host.table.mark_member(*fourth);
  CHECK(host.table.newcomer_in_the_way(other) == second);
}

}  // namespace moonroom::session

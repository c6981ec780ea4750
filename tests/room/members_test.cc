#include "room/members.h"

#include <doctest/doctest.h>

#include <vector>

#include "support/room_fixture.h"

using namespace moonroom;
using support::seat;

namespace {

struct Fixture {
  room::Members room;
  Moment now{};

  room::MemberId come(int place, const char* name) {
    const auto id = room.reserve(name, {seat(place)}, now).id;
    room.admit(id);
    return id;
  }
  room::Intent meaning(int place, std::string_view bytes) {
    return room.interpret(seat(place), *wire::decode(bytes));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "interpreting changes nothing") {
  come(1, "ada");
  const auto wish = std::get<room::Login>(meaning(2, "L bob"));
  CHECK(wish.name == "bob");
  CHECK(wish.clash.conflict == room::NameConflict::none);
  CHECK(room.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a taken name has a rival, also while its owner waits to be let in") {
  const auto ada = come(1, "ada");
  const auto bob = room.reserve("bob", {seat(2)}, now).id;
  CHECK(room.find_clash("ada", seat(3)).holder == ada);
  CHECK(room.find_clash("Ada", seat(3)).conflict == room::NameConflict::confusable);
  CHECK(room.find_clash("bob", seat(3)).holder == bob);
  CHECK(room.find_clash("ada", seat(1)).conflict == room::NameConflict::none);
}

TEST_CASE_FIXTURE(Fixture, "a dismissed member is found by id but holds neither name nor address") {
  const auto ada = come(1, "ada");
  room.begin_leave(ada);
  CHECK(room.find(ada));
  CHECK_FALSE(room.at(seat(1)));
  CHECK_FALSE(room.find_by_name("ada"));
  CHECK(room.present() == 0);
  room.remove(ada);
  CHECK_FALSE(room.find(ada));
}

TEST_CASE_FIXTURE(
    Fixture,
    "a newcomer at the address of a leaving member keeps their seat when that member is removed") {
  const auto old = come(1, "ada");
  room.begin_leave(old);
  const auto fresh = come(1, "ada");
  room.remove(old);
  REQUIRE(room.at(seat(1)));
  CHECK(room.at(seat(1))->id == fresh);
  CHECK(room.find_by_name("ada")->id == fresh);
}

TEST_CASE_FIXTURE(Fixture, "ids are never given twice") {
  const auto first = come(1, "ada");
  room.remove(first);
  CHECK(come(1, "ada") != first);
}

TEST_CASE_FIXTURE(Fixture, "an administrator can write a name as it looks") {
  const auto ada = come(1, "Ada");
  REQUIRE(room.find_by_name("ada"));
  CHECK(room.find_by_name("ada")->id == ada);
}

TEST_CASE_FIXTURE(Fixture, "answers leave from the address that was written to last") {
  come(1, "ada");
  auto from = seat(1);
  from.via = wire::v4_address({127, 0, 0, 2});
  room.mark_seen(from, now);
  CHECK(room.at(seat(1))->connection.endpoint.via == from.via);
}

TEST_CASE_FIXTURE(Fixture, "the list of recipients is rebuilt after each change") {
  const auto heard_by = [this] {
    std::vector<room::MemberId> ids;
    for (const auto& recipient : room.recipients()) ids.push_back(recipient.who);
    return ids;
  };
  using Ids = std::vector<room::MemberId>;
  const auto ada = come(1, "ada");
  const auto bob = room.reserve("bob", {seat(2), true}, now).id;
  CHECK(heard_by() == Ids{ada});
  room.admit(bob, room::ResumeTicket{"digest", 0, 0});
  CHECK(heard_by() ==
        Ids{ada});  // A ticket without its session does not make the member reachable.
  auto session = seat(2);
  session.session = 7;
  room.move(bob, session, now);
  CHECK(heard_by() == Ids{ada, bob});
  CHECK(room.recipients().back().at.session == 7);
  CHECK(room.recipients().back().newline_framing);
  room.mark_away(bob, false, now.steady);
  CHECK(heard_by() == Ids{ada});
  auto elsewhere = seat(1);
  elsewhere.via = wire::v4_address({127, 0, 0, 9});
  room.mark_seen(elsewhere, now);
  CHECK(room.recipients().front().at.via == elsewhere.via);
  room.trim_memory();
  CHECK(heard_by() == Ids{ada});
  room.begin_leave(ada);
  CHECK(heard_by().empty());
}

TEST_CASE_FIXTURE(Fixture, "one letter in two looks stands in the way of both") {
  const auto capital = come(1, "Ian");
  CHECK(room.find_clash("ian", seat(3)).holder == capital);
  CHECK(room.find_clash("lan", seat(3)).holder == capital);
  room.begin_leave(capital);
  come(1, "ian");
  CHECK(room.find_clash("lan", seat(3)).conflict == room::NameConflict::none);
  CHECK(room.find_clash("Ian", seat(3)).conflict == room::NameConflict::confusable);
}

TEST_CASE_FIXTURE(Fixture,
                  "names of an older host keep their seats, and stand in the way of others") {
  const char* const names[] = {"ann", "änn", "ann:", "***", "管理员"};
  std::vector<room::MemberRecord> seats;
  for (const char* name : names) {
    room::MemberRecord one;
    one.who = seats.size() + 1;
    one.name = name;
    one.endpoint = seat(static_cast<int>(one.who));
    seats.push_back(std::move(one));
  }
  room.restore(seats, seats.size(), now);
  for (const auto& one : seats) {
    CHECK(room.find_by_name(one.name)->id == one.who);
    const auto again = meaning(static_cast<int>(one.who), "L " + one.name);
    CHECK(std::get<room::RepeatedLogin>(again).who == one.who);
  }
  room.begin_leave(1);
  CHECK(room.find_clash("ann", seat(9)).holder == 2);
  room.begin_leave(2);
  CHECK(room.find_clash("ann", seat(9)).conflict == room::NameConflict::none);
}

TEST_CASE_FIXTURE(Fixture, "an invalid name has a reason") {
  const auto problem = [&](std::string_view bytes) {
    return std::get<room::Login>(meaning(1, bytes)).clash.conflict;
  };
  CHECK(problem("L a b") == room::NameConflict::invalid);
  CHECK(problem("L a:") == room::NameConflict::colon);
  CHECK(problem("L ***") == room::NameConflict::bare);
  CHECK(problem("L аnn") == room::NameConflict::mixed);
}

#include "room/room.h"

#include <doctest/doctest.h>

#include <vector>

#include "support/table.h"

using namespace moonroom;
using support::seat;

namespace {

struct Fixture {
  room::Room room;
  Moment now{};

  room::MemberId come(int place, const char* name) {
    const auto id = room.reserve(name, seat(place), false, now).id;
    room.admit(id);
    return id;
  }
  room::Meaning meaning(int place, std::string_view bytes) {
    return room.interpret(seat(place), *wire::decode(bytes));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "interpreting changes nothing") {
  come(1, "ada");
  const auto wish = std::get<room::WantsIn>(meaning(2, "L bob"));
  CHECK(wish.name == "bob");
  CHECK(wish.rival.conflict == room::Conflict::none);
  CHECK(room.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a taken name has a rival, also while its owner waits to be let in") {
  const auto ada = come(1, "ada");
  const auto bob = room.reserve("bob", seat(2), false, now).id;
  CHECK(room.rival_of("ada", seat(3)).holder == ada);
  CHECK(room.rival_of("Ada", seat(3)).conflict == room::Conflict::confusable);
  CHECK(room.rival_of("bob", seat(3)).holder == bob);
  CHECK(room.rival_of("ada", seat(1)).conflict == room::Conflict::none);
}

TEST_CASE_FIXTURE(Fixture, "a dismissed member is found by id but holds neither name nor address") {
  const auto ada = come(1, "ada");
  room.dismiss(ada);
  CHECK(room.find(ada));
  CHECK_FALSE(room.at(seat(1)));
  CHECK_FALSE(room.named("ada"));
  CHECK(room.present() == 0);
  room.remove(ada);
  CHECK_FALSE(room.find(ada));
}

TEST_CASE_FIXTURE(Fixture,
                  "who comes while his predecessor leaves does not lose his place with him") {
  const auto old = come(1, "ada");
  room.dismiss(old);
  const auto fresh = come(1, "ada");
  room.remove(old);
  REQUIRE(room.at(seat(1)));
  CHECK(room.at(seat(1))->id == fresh);
  CHECK(room.named("ada")->id == fresh);
}

TEST_CASE_FIXTURE(Fixture, "ids are never given twice") {
  const auto first = come(1, "ada");
  room.remove(first);
  CHECK(come(1, "ada") != first);
}

TEST_CASE_FIXTURE(Fixture, "an administrator may write a name as he sees it") {
  const auto ada = come(1, "Ada");
  REQUIRE(room.named("ada"));
  CHECK(room.named("ada")->id == ada);
}

TEST_CASE_FIXTURE(Fixture, "answers leave from the address that was written to last") {
  come(1, "ada");
  auto from = seat(1);
  from.via = wire::v4_address({127, 0, 0, 2});
  room.heard_from(from, now);
  CHECK(room.at(seat(1))->endpoint.via == from.via);
}

TEST_CASE_FIXTURE(Fixture, "those who hear are known anew whenever that changes") {
  const auto heard_by = [this] {
    std::vector<room::MemberId> ids;
    for (const auto& hearer : room.hearers()) ids.push_back(hearer.who);
    return ids;
  };
  using Ids = std::vector<room::MemberId>;
  const auto ada = come(1, "ada");
  const auto bob = room.reserve("bob", seat(2), true, now).id;
  CHECK(heard_by() == Ids{ada});
  room.admit(bob, room::Ticket{"digest", 0, 0});
  CHECK(heard_by() == Ids{ada});  // A ticket is of no use without its session.
  auto session = seat(2);
  session.session = 7;
  room.move(bob, session, "token", now);
  CHECK(heard_by() == Ids{ada, bob});
  CHECK(room.hearers().back().at.session == 7);
  CHECK(room.hearers().back().ends_lines);
  room.lose(bob, false, now.steady);
  CHECK(heard_by() == Ids{ada});
  auto elsewhere = seat(1);
  elsewhere.via = wire::v4_address({127, 0, 0, 9});
  room.heard_from(elsewhere, now);
  CHECK(room.hearers().front().at.via == elsewhere.via);
  room.rest();
  CHECK(heard_by() == Ids{ada});
  room.dismiss(ada);
  CHECK(heard_by().empty());
}

TEST_CASE_FIXTURE(Fixture, "one letter in two looks stands in the way of both") {
  const auto capital = come(1, "Ian");
  CHECK(room.rival_of("ian", seat(3)).holder == capital);
  CHECK(room.rival_of("lan", seat(3)).holder == capital);
  room.dismiss(capital);
  come(1, "ian");
  CHECK(room.rival_of("lan", seat(3)).conflict == room::Conflict::none);
  CHECK(room.rival_of("Ian", seat(3)).conflict == room::Conflict::confusable);
}

TEST_CASE_FIXTURE(Fixture,
                  "names of an older host keep their seats, and stand in the way of others") {
  const char* const names[] = {"ann", "änn", "ann:", "***", "管理员"};
  std::vector<room::Seat> seats;
  for (const char* name : names) {
    room::Seat one;
    one.who = seats.size() + 1;
    one.name = name;
    one.endpoint = seat(static_cast<int>(one.who));
    seats.push_back(std::move(one));
  }
  room.restore(seats, seats.size(), now);
  for (const auto& one : seats) {
    CHECK(room.named(one.name)->id == one.who);
    const auto again = meaning(static_cast<int>(one.who), "L " + one.name);
    CHECK(std::get<room::AlreadyIn>(again).who == one.who);
  }
  room.dismiss(1);
  CHECK(room.rival_of("ann", seat(9)).holder == 2);
  room.dismiss(2);
  CHECK(room.rival_of("ann", seat(9)).conflict == room::Conflict::none);
}

TEST_CASE_FIXTURE(Fixture, "what is no name says why") {
  const auto problem = [&](std::string_view bytes) {
    return std::get<room::WantsIn>(meaning(1, bytes)).rival.conflict;
  };
  CHECK(problem("L a b") == room::Conflict::invalid);
  CHECK(problem("L a:") == room::Conflict::colon);
  CHECK(problem("L ***") == room::Conflict::bare);
  CHECK(problem("L аnn") == room::Conflict::mixed);
}

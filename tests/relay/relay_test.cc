#include "relay/relay.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "support/room_fixture.h"
#include "text/text.h"

using namespace std::chrono_literals;
using moonroom::support::FakeJudge;
using moonroom::support::RoomFixture;
namespace relay = moonroom::relay;
namespace room = moonroom::room;

// ── Joining ──────────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(RoomFixture, "a newcomer gets OK first, and the others are told") {
  CHECK(join(1, "ada") == "1:OK");
  CHECK(join(2, "bob") == "2:OK 1:bob joined");
}

TEST_CASE_FIXTURE(RoomFixture, "nothing is sent to an address between its login and the answer") {
  join(1, "ada");
  judge.asleep = true;
  CHECK(join(2, "bob").empty());
  say(1, "hello");
  judge.asleep = false;
  CHECK(settle() == "2:OK 1:bob joined 2:ada: hello");
}

TEST_CASE_FIXTURE(RoomFixture, "the same login again is OK again and no news to anybody") {
  join(1, "ada");
  join(2, "bob");
  CHECK(join(2, "bob") == "2:OK");
}

TEST_CASE_FIXTURE(RoomFixture, "a login repeated before it was judged is answered once") {
  judge.asleep = true;
  join(1, "ada");
  join(1, "ada");
  judge.asleep = false;
  CHECK(settle() == "1:OK");
}

TEST_CASE_FIXTURE(RoomFixture, "a new name from the same address: the old one leaves first") {
  join(1, "ada");
  join(2, "bob");
  CHECK(join(2, "eve") == "1:bob left (replaced) 2:OK 1:eve joined");
  CHECK(state.room.present() == 2);
}

TEST_CASE_FIXTURE(
    RoomFixture,
    "a taken name: the holder is probed, and the login refused when the holder is alive") {
  join(1, "ada");
  CHECK(join(2, "ada") == "1:");
  CHECK(pass(relay::kProbeTimeout) == "2:taken");
}

TEST_CASE_FIXTURE(RoomFixture, "a taken name: given to the newcomer when the holder is gone") {
  join(1, "ada");
  join(3, "cat");
  CHECK(join(2, "ada") == "1:");
  CHECK(dies(1) == "3:ada left (gone) 2:OK 3:ada joined");
}

TEST_CASE_FIXTURE(RoomFixture, "a recently probed holder is not probed again") {
  join(1, "ada");
  join(2, "ada");
  pass(relay::kProbeTimeout);
  CHECK(join(3, "ada") == "3:taken");
  CHECK(pass(3s).empty());
  CHECK(join(3, "ada") == "1:");
}

TEST_CASE_FIXTURE(RoomFixture, "two logins with one name at once: the first gets it") {
  judge.asleep = true;
  join(1, "ada");
  join(2, "ada");
  judge.asleep = false;
  CHECK(settle() == "1:OK 2:taken");
}

TEST_CASE_FIXTURE(RoomFixture, "a name is free as soon as its holder has said goodbye") {
  join(1, "ada");
  judge.asleep = true;
  CHECK(quit(1) == "1:EXIT");
  join(2, "ada");
  judge.asleep = false;
  CHECK(settle() == "2:OK");
}

TEST_CASE_FIXTURE(RoomFixture, "a name that only looks different is refused too") {
  join(1, "ada");
  join(2, "ADA");
  CHECK(pass(relay::kProbeTimeout) == "2:confusable");
}

TEST_CASE_FIXTURE(RoomFixture, "a name with a blank, or none at all, is refused with a reason") {
  CHECK(send(1, "L a b") == "1:invalid");
  CHECK(send(1, "L") == "1:invalid");
  CHECK(send(1, "L  ") == "1:invalid");
}

TEST_CASE_FIXTURE(RoomFixture, "after a refusal the same address comes in under another name") {
  judge.rule = [&](const room::Event&) { return FakeJudge::refuse("no"); };
  CHECK(join(1, "ada") == "1:no");
  judge.rule = nullptr;
  CHECK(join(1, "eve") == "1:OK");
}

TEST_CASE_FIXTURE(RoomFixture, "a reason is at most 120 bytes, valid, and never OK") {
  std::string reason;
  for (int i = 0; i < 100; ++i) reason += "长";
  judge.rule = [&](const room::Event&) { return FakeJudge::refuse(reason); };
  const auto heard = join(1, "ada").substr(2);
  CHECK(heard.size() <= 120);
  CHECK(moonroom::text::is_utf8(heard));
  reason = "OK";
  CHECK(join(1, "ada") != "1:OK");
  reason = "";
  CHECK(join(1, "ada") == "1:" + state.host_messages.refused);
}

TEST_CASE("a full room says so") {
  relay::Settings settings;
  settings.max_members = 1;
  RoomFixture table(settings);
  table.join(1, "ada");
  CHECK(table.join(2, "bob") == "2:" + table.state.host_messages.full);
  table.judge.asleep = true;
  table.quit(1);
  table.judge.asleep = false;
  CHECK(table.join(2, "bob") == "2:OK");
}

// ── Lines ────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(RoomFixture, "a line goes to all members but its author") {
  join(1, "ada");
  join(2, "bob");
  join(3, "cat");
  CHECK(say(2, "hi") == "1:bob: hi 3:bob: hi");
}

TEST_CASE_FIXTURE(RoomFixture,
                  "the sender is identified by address, whatever the name in the request") {
  join(1, "ada");
  join(2, "bob");
  CHECK(send(2, "C ada I am ada") == "1:bob: I am ada");
}

TEST_CASE_FIXTURE(RoomFixture, "blanks in a text stay as they are") {
  join(1, "ada");
  join(2, "bob");
  CHECK(send(2, "C bob   two  blanks ") == "1:bob:   two  blanks ");
  CHECK(send(2, "C bob ") == "1:bob: ");
}

TEST_CASE_FIXTURE(RoomFixture,
                  "a stranger's line, an unknown verb and bad bytes are met with silence") {
  join(1, "ada");
  CHECK(say(9, "hi").empty());
  CHECK(send(9, "test....").empty());
  CHECK(send(9, "").empty());
  CHECK(send(9, "L \xff\xfe").empty());
  CHECK(relay.stats().from_non_members == 1);
  CHECK(relay.stats().malformed == 3);
}

TEST_CASE_FIXTURE(RoomFixture, "control characters arrive as pictures, so no line can be forged") {
  join(1, "ada");
  join(2, "bob");
  CHECK(send(2, "C bob a\nadmin: \x1b[2J") == "1:bob: a␊admin: ␛[2J");
}

TEST_CASE_FIXTURE(RoomFixture, "a refused message reaches only its author, as the reason") {
  join(1, "ada");
  join(2, "bob");
  judge.rule = [&](const room::Event&) { return FakeJudge::refuse("not here"); };
  CHECK(say(1, "spam") == "1:not here");
}

TEST_CASE_FIXTURE(RoomFixture, "a long line arrives whole, in datagrams of at most 1024 bytes") {
  join(1, "ada");
  join(2, "bob");
  std::string text;
  while (text.size() + 3 < 4000) text += "汉";
  say(1, text);
  std::string whole;
  for (const auto& piece : datagrams) {
    CHECK(piece.size() <= 1024);
    CHECK(moonroom::text::is_utf8(piece));
    whole += piece;
  }
  CHECK(datagrams.size() == 4);
  CHECK(whole == "ada: " + text);
}

TEST_CASE_FIXTURE(RoomFixture, "a line that is too long is refused with a word, not cut") {
  join(1, "ada");
  join(2, "bob");
  CHECK(say(1, std::string(4096, 'x')) == "1:" + state.host_messages.too_long);
}

TEST_CASE_FIXTURE(RoomFixture, "a line is never the end token") {
  join(1, "ada");
  join(2, "bob");
  judge.rule = [&](const room::Event&) { return FakeJudge::post("EXIT", {}); };
  CHECK(say(1, "x") == "1:EXIT  2:EXIT ");
}

TEST_CASE_FIXTURE(RoomFixture, "a client that ends its requests with a line feed receives lines") {
  CHECK(send(1, "L ada\n") == "1:OK\n");
  join(2, "bob");
  CHECK(say(2, "hi") == "1:bob: hi\n");
  CHECK(send(1, "C ada hello\r\n") == "2:ada: hello");
  CHECK(send(1, "Q ada\n") == "1:EXIT\n 2:ada left (quit)");
}

TEST_CASE_FIXTURE(RoomFixture,
                  "when too much waits to be judged a new line is refused with a word") {
  join(1, "ada");
  join(2, "bob");
  judge.is_busy = true;
  CHECK(say(1, "hi") == "1:" + state.host_messages.busy);
  CHECK(join(3, "cat") == "3:" + state.host_messages.busy);
  CHECK(quit(2) == "2:EXIT 1:bob left (quit)");
}

// ── Limits ──────────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(RoomFixture,
                  "a rate-limited member is told once, and can speak again after a pause") {
  join(1, "ada");
  join(2, "bob");
  for (int i = 0; i < 40; ++i) CHECK(say(1, "x") == "2:ada: x");
  CHECK(say(1, "x") == "1:" + state.host_messages.slow);
  CHECK(say(1, "x").empty());
  pass(1s);
  for (int i = 0; i < 20; ++i) CHECK(say(1, "x") == "2:ada: x");
  CHECK(say(1, "x").empty());
  pass(2s);
  CHECK(say(1, "x") == "2:ada: x");
  CHECK(say(2, "I am not slowed") == "1:bob: I am not slowed");
}

TEST_CASE_FIXTURE(RoomFixture,
                  "logins are limited by address, and a source over the limit is told once") {
  for (int i = 0; i < 100; ++i) CHECK(join(1, "n" + std::to_string(i)).ends_with("1:OK"));
  CHECK(join(1, "more") == "1:" + state.host_messages.too_many_logins);
  CHECK(join(1, "more").empty());
  CHECK(join(2, "bob").starts_with("2:OK"));
}

TEST_CASE("without limits no line is refused") {
  relay::Settings settings;
  settings.lines = std::nullopt;
  RoomFixture table(settings);
  table.join(1, "ada");
  table.join(2, "bob");
  for (int i = 0; i < 1000; ++i) REQUIRE(table.say(1, "x") == "2:ada: x");
}

TEST_CASE("text is taken from where the settings say") {
  const moonroom::wire::Endpoint far{moonroom::wire::v4_address({192, 0, 2, 1}), 1009, {}};
  const auto answer = [&](relay::Classic classic, const moonroom::wire::Endpoint& from) {
    relay::Settings settings;
    settings.classic = classic;
    RoomFixture table(settings);
    moonroom::wire::Outbox out;
    table.relay.receive({from, "L ada", false}, {table.now, out});
    table.relay.apply_verdicts({table.now, out});
    return !out.empty();
  };
  CHECK(answer(relay::Classic::lan, moonroom::support::seat(1)));
  CHECK_FALSE(answer(relay::Classic::lan, far));
  CHECK(answer(relay::Classic::open, far));
  CHECK_FALSE(answer(relay::Classic::off, moonroom::support::seat(1)));
}

// ── Leaving ─────────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(RoomFixture, "EXIT answers every goodbye, a stranger's and a second one too") {
  join(1, "ada");
  join(2, "bob");
  CHECK(quit(1) == "1:EXIT 2:ada left (quit)");
  CHECK(quit(1) == "1:EXIT");
  CHECK(send(9, "Q") == "9:EXIT");
  CHECK(send(9, "EXIT ghost") == "9:EXIT");
}

TEST_CASE_FIXTURE(RoomFixture, "a goodbye under another's name is one's own goodbye") {
  join(1, "ada");
  join(2, "bob");
  CHECK(send(2, "Q ada") == "2:EXIT 1:bob left (quit)");
  CHECK(state.room.find_by_name("ada"));
}

TEST_CASE_FIXTURE(RoomFixture, "a line before a quit arrives before the notice") {
  join(1, "ada");
  join(2, "bob");
  judge.asleep = true;
  say(1, "last words");
  CHECK(quit(1) == "1:EXIT");
  CHECK(say(1, "too late").empty());
  judge.asleep = false;
  CHECK(settle() == "2:ada: last words 2:ada left (quit)");
}

TEST_CASE_FIXTURE(RoomFixture,
                  "a member who quits before the verdict leaves no trace but the two notices") {
  join(2, "bob");
  judge.asleep = true;
  join(1, "ada");
  CHECK(quit(1) == "1:EXIT");
  judge.asleep = false;
  CHECK(settle() == "2:ada joined 2:ada left (quit)");
  CHECK(state.room.size() == 1);
}

TEST_CASE_FIXTURE(RoomFixture, "a member whose port is closed is removed") {
  join(1, "ada");
  join(2, "bob");
  CHECK(dies(1) == "2:ada left (gone)");
  CHECK(dies(1).empty());
  CHECK(dies(9).empty());
}

TEST_CASE_FIXTURE(RoomFixture,
                  "a kick gives the reason and the end token, and is a departure like any other") {
  join(1, "ada");
  join(2, "bob");
  CHECK(kick("ada", "enough") ==
        "2:ada has been removed from the room: enough 1:you have been removed from the room: "
        "enough 1:EXIT 2:ada left (kick)");
  CHECK(kick("bob", "") == "2:you have been removed from the room 2:EXIT");
  CHECK(say(1, "still here?").empty());
  CHECK(kick("ada", "").empty());
  CHECK_FALSE(sanctioned.is_done);
}

TEST_CASE_FIXTURE(RoomFixture, "a text member who is silent for six hours has left") {
  join(1, "ada");
  join(2, "bob");
  pass(5h);
  say(2, "still here");
  CHECK(pass(61min) == "2:ada left (timeout)");
}

TEST_CASE_FIXTURE(RoomFixture, "when the room closes all members are told and removed") {
  join(1, "ada");
  join(2, "bob");
  CHECK(close() == "1:the room is closing 1:EXIT 2:the room is closing 2:EXIT");
  CHECK(state.room.size() == 0);
}

// ── The administrator, and actions of scripts ────────────────────────────────────────────────────

TEST_CASE_FIXTURE(RoomFixture, "an announcement goes to all members") {
  join(1, "ada");
  join(2, "bob");
  CHECK(announce("hello") == "1:admin: hello 2:admin: hello");
}

TEST_CASE_FIXTURE(RoomFixture, "a timer fires when it is due, once or again and again") {
  join(1, "ada");
  judge.rule = [&](const room::Event& event) {
    if (!std::holds_alternative<room::AnnouncementEvent>(event)) return judge.by_default(event);
    return room::Verdict{true, "", {room::SetTimer{0, 1, 5s, {}}, room::SetTimer{0, 2, 10s, 10s}}};
  };
  announce("start");
  CHECK(pass(4s).empty());
  CHECK(pass(1s) == "1:timer 1");
  CHECK(pass(5s) == "1:timer 2");
  CHECK(pass(10s) == "1:timer 2");
  judge.rule = [&](const room::Event&) { return room::Verdict{true, "", {room::Cancel{0, 2}}}; };
  announce("stop");
  judge.rule = nullptr;
  CHECK(pass(30s).empty());
}

TEST_CASE_FIXTURE(RoomFixture, "a muted member hears, is told so, and is not heard") {
  join(1, "ada");
  join(2, "bob");
  const auto ada = state.room.find_by_name("ada")->id;
  CHECK(impose(room::Mute{ada, 90s}) == "1:you may not speak for 1 min 30 s");
  CHECK(say(1, "hi") == "1:you may not speak for another 1 min 30 s: your line was not sent");
  pass(30s);
  CHECK(say(2, "hi") == "1:bob: hi");
  quit(1);
  join(1, "other");
  CHECK(say(1, "hi") == "1:you may not speak for another 1 min: your line was not sent");
  pass(1min);
  CHECK(say(1, "hi") == "2:other: hi");
  const auto other = state.room.find_by_name("other")->id;
  CHECK(impose(room::Mute{other, 0s}).empty());
  impose(room::Mute{other, 1h});
  CHECK(impose(room::Mute{other, 0s}) == "1:you may speak again");
}

TEST_CASE_FIXTURE(RoomFixture,
                  "a banned member is removed, told the reason, and refused afterwards") {
  join(1, "ada");
  join(2, "bob");
  CHECK(ban("ada", 1min, "enough") ==
        "2:ada has been removed from the room and is kept out for 1 min: enough "
        "1:you have been removed from the room and are kept out for 1 min: enough 1:EXIT "
        "2:ada left (ban)");
  CHECK(join(1, "ada") == "1:you are kept out of this room for another 1 min: enough");
  CHECK(join(3, "ADA") == "3:you are kept out of this room for another 1 min: enough");
  CHECK(join(1, "ann") == "1:OK 2:ann joined");
  pass(1min);
  CHECK(join(4, "ada") == "4:OK 2:ada joined 1:ada joined");
}

TEST_CASE_FIXTURE(RoomFixture, "a line that was a command is no line") {
  join(1, "ada");
  join(2, "bob");
  judge.rule = [&](const room::Event&) { return room::Verdict{true, "", {}, true}; };
  CHECK(say(1, "/who") == "");
  CHECK(relay.stats().commands == 1);
  CHECK(relay.stats().lines == 0);
}

TEST_CASE_FIXTURE(RoomFixture, "the administrator's command is answered by an effect") {
  CHECK(relay.command("score", now));
  settle();
  const auto effects = relay.drain_effects();
  REQUIRE(effects.results.size() == 1);
  CHECK(std::get<relay::Reply>(effects.results.front()).text == "did score");
  CHECK(relay.drain_effects().results.empty());
}

TEST_CASE_FIXTURE(RoomFixture, "effects come out in order") {
  judge.rule = [&](const room::Event&) {
    return room::Verdict{
        true,
        "",
        {room::LogLine{0, "t", ""}, room::StorePut{0, "k", 1.0}, room::StartJob{0, 1, "j", {}},
         room::Cancel{0, 1}, room::ForgetCallbacks{}}};
  };
  announce("x");
  const auto [changes, store_puts, lifecycles, requests, replies, notices] = relay.drain_effects();
  REQUIRE(store_puts.size() == 1);
  CHECK(store_puts[0].key == "k");
  REQUIRE(requests.size() == 4);
  CHECK(std::get<room::LogLine>(requests[0]).text == "t");
  CHECK(std::get<room::StartJob>(requests[1]).name == "j");
  CHECK(std::get<room::Cancel>(requests[2]).callback == 1);
  CHECK(std::holds_alternative<room::ForgetCallbacks>(requests[3]));
}

TEST_CASE_FIXTURE(RoomFixture, "when the plugins' process has died its timers are gone") {
  join(1, "ada");
  judge.rule = [&](const room::Event&) {
    return room::Verdict{true, "", {room::SetTimer{0, 1, 5s, {}}, room::ForgetCallbacks{}}};
  };
  announce("x");
  judge.rule = nullptr;
  CHECK(pass(10s).empty());
}

TEST_CASE_FIXTURE(
    RoomFixture,
    "a room continues from a snapshot, and resends entries that were perhaps not sent") {
  room::Snapshot snapshot;
  snapshot.members = {{7, "ada", moonroom::support::seat(1), false, now.wall},
                      {9, "bob", moonroom::support::seat(2), true, now.wall}};
  snapshot.entries = {{41, now.wall, {"message", "ada", "one", "ada: one", {}}},
                      {42, now.wall, {"message", "ada", "two", "ada: two", {}}}};
  snapshot.last_entry = 42;
  snapshot.last_member = 11;
  snapshot.sent = 41;
  snapshot.lines_said = 17;
  judge.names = {{7, "ada"}, {9, "bob"}};
  CHECK(restore(snapshot) == "1:ada: two 2:ada: two\n");
  CHECK(say(1, "three") == "2:ada: three\n");
  CHECK(state.log.last() == 43);
  CHECK(state.lines_said == 18);
  CHECK(join(3, "bob") == "2:");  // The holder is probed.
  CHECK(join(4, "eve") == "4:OK 1:eve joined 2:eve joined\n");
  CHECK(state.room.find_by_name("eve")->id > 11);
}

TEST_CASE_FIXTURE(RoomFixture,
                  "every post has the next number in the log, and the log is bounded") {
  join(1, "ada");
  for (int i = 0; i < 1500; ++i) announce("x");
  const auto& log = state.log;
  CHECK(log.entries().size() == 1501);  // Until all recipients have received them.
  pass(0s);
  CHECK(log.last() == 1501);
  CHECK(log.entries().size() == 1000);
  CHECK(log.entries().back().number == 1501);
}

TEST_CASE_FIXTURE(RoomFixture, "the next thing due is known") {
  join(1, "ada");
  join(2, "ada");
  REQUIRE(relay.next_due());
  CHECK(*relay.next_due() <= now.steady + relay::kProbeTimeout);
}

TEST_CASE_FIXTURE(RoomFixture,
                  "a talker without end is refused, told once a second, and others are not") {
  relay::Settings unlimited;
  unlimited.lines = std::nullopt;
  RoomFixture table(unlimited);
  table.join(1, "ada");
  table.join(2, "bob");
  table.judge.asleep = true;
  int told = 0;
  for (int line = 0; line < 1000; ++line)
    told += table.say(1, "again") == "1:" + table.state.host_messages.busy;
  CHECK(told == 1);
  CHECK(table.relay.stats().overloaded == 488);
  CHECK(table.say(2, "me too").empty());
  CHECK(table.relay.stats().overloaded == 488);
}

TEST_CASE_FIXTURE(RoomFixture,
                  "classic words of the room's own are used at once, and only by text") {
  join(1, "ada");
  auto& words = state.host_messages.classic;
  words.welcome = "IN {name}";
  words.end = "OUT";
  words.spellings.insert(words.spellings.begin(), {"B", moonroom::wire::Verb::chat, true});
  CHECK(join(2, "bob") == "2:IN bob 1:bob joined");
  CHECK(join(2, "bob") == "2:IN bob");
  CHECK(send(2, "B bob hi") == "1:bob: hi");
  CHECK(send(1, "C ada ho") == "2:ada: ho");
  judge.rule = [](const moonroom::room::Event&) {
    return moonroom::support::FakeJudge::post("OUT", {});
  };
  CHECK(send(2, "C bob x") == "1:OUT  2:OUT ");
  judge.rule = {};
  CHECK(send(1, "Q ada") == "1:OUT 2:ada left (quit)");
  CHECK(send(3, "Q") == "3:OUT");
}

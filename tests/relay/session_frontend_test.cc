#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "relay/relay.h"
#include "support/room_fixture.h"

using namespace std::chrono_literals;
using moonroom::support::FakeJudge;
using moonroom::support::RoomFixture;
namespace relay = moonroom::relay;
namespace room = moonroom::room;

namespace {

relay::Settings with_password() {
  relay::Settings settings;
  settings.password = "sesame";
  return settings;
}

struct GuardedTable : RoomFixture {
  GuardedTable() : RoomFixture(with_password()) {}
};

// Posts have their author's name, as those of the real scripts.
struct NamingTable : RoomFixture {
  NamingTable() {
    judge.rule = [this](const room::Event& event) {
      auto verdict = judge.by_default(event);
      if (const auto* said = std::get_if<room::MessageEvent>(&event)) {
        auto& post = std::get<room::Post>(verdict.actions.front());
        post.kind = "message";
        post.from = judge.names[said->who];
        post.text = said->text;
      }
      return verdict;
    };
  }
};

}  // namespace

// ── Joining ──────────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(RoomFixture, "a newcomer in a session gets a token, and the others are told") {
  CHECK(join(1, "ada") == "1:OK");
  CHECK(tell_host(7, "L bob") == "1:bob joined #7:OK t1 0");
  CHECK(tell_host(7, "L bob") == "#7:OK t1 0");
}

TEST_CASE_FIXTURE(RoomFixture, "two worlds, one room: each hears the other") {
  join(1, "ada");
  tell_host(7, "L bob");
  CHECK(say(1, "hi") == "#7:3(0):ada: hi");
  CHECK(tell_host(7, "C 1 hello") == "1:bob: hello");
}

TEST_CASE_FIXTURE(NamingTable,
                  "lines of text members are marked, lines of session members are not") {
  join(1, "ada");
  tell_host(7, "L bob");
  tell_host(8, "L cat");
  CHECK(say(1, "hi") == "#7:4(2):ada: hi #8:4(2):ada: hi");
  CHECK(tell_host(7, "C 1 hello") == "1:bob: hello #8:5(0):bob: hello");
}

TEST_CASE_FIXTURE(RoomFixture, "a session's name is not to be had by text, heard or not") {
  tell_host(7, "L bob");
  CHECK(join(1, "bob") == "1:taken");
  is_over(7);
  pass(5min);
  CHECK(join(1, "bob") == "1:taken");
}

TEST_CASE_FIXTURE(RoomFixture, "a refused name leaves the session open for another") {
  join(1, "ada");
  tell_host(7, "L ada");
  CHECK(pass(relay::kProbeTimeout) == "#7:NO taken");
  CHECK(tell_host(7, "L bob") == "1:bob joined #7:OK t1 0");
}

TEST_CASE_FIXTURE(RoomFixture, "bytes that are no message are counted and not answered") {
  CHECK(tell_host(7, "nonsense").empty());
  CHECK(tell_host(7, "C 1 hello").empty());
  CHECK(relay.stats().malformed == 1);
  CHECK(relay.stats().from_non_members == 1);
}

// ── The password ────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(GuardedTable, "a login needs the password, and fails by text") {
  CHECK(tell_host(7, "L bob") == "#7:LOCKED " + state.host_messages.needs_password);
  CHECK(tell_host(7, "P open").empty());
  CHECK(tell_host(7, "L bob") == "#7:LOCKED " + state.host_messages.wrong_password);
  CHECK(tell_host(7, "P sesame").empty());
  CHECK(tell_host(7, "L bob") == "#7:OK t1 0");
  CHECK(join(1, "ada") == "1:" + state.host_messages.needs_password);
  CHECK(tell_host(8, "L eve") == "#8:LOCKED " + state.host_messages.needs_password);
}

TEST_CASE_FIXTURE(GuardedTable, "guesses are limited by address, in all its sessions") {
  for (int guess = 0; guess < 6; ++guess) tell_host(7, "P no");
  tell_host(207, "P sesame");
  CHECK(tell_host(207, "L eve") == "#207:LOCKED " + state.host_messages.too_many_guesses);
  pass(10s);
  tell_host(207, "P sesame");
  CHECK(tell_host(207, "L eve") == "#207:OK t1 0");
}

// ── Resuming ─────────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(RoomFixture,
                  "a member who resumes with their token gets the missed entries, and only those") {
  join(1, "ada");
  say(1, "before");
  tell_host(7, "L bob");
  say(1, "heard");
  is_over(7);
  CHECK(say(1, "missed").empty());
  CHECK(tell_host(8, "R t1 4 0") == "#8:OK t1 0 #8:5(1):ada: missed");
  CHECK(say(1, "live") == "#8:6(0):ada: live");
}

TEST_CASE_FIXTURE(RoomFixture, "a newcomer gets no entries from before their join") {
  join(1, "ada");
  say(1, "before");
  tell_host(7, "L bob");
  CHECK(tell_host(8, "R t1 0 0") == "#8:OK t1 0 #7:bye 1");
}

TEST_CASE_FIXTURE(RoomFixture, "one's own lines, and those for others alone, are not replayed") {
  join(1, "ada");
  tell_host(7, "L bob");
  tell_host(7, "C 1 mine");
  is_over(7);
  CHECK(tell_host(8, "R t1 0 1") == "#8:OK t1 1");
}

TEST_CASE_FIXTURE(RoomFixture, "a line that is said again after a break is posted once") {
  join(1, "ada");
  tell_host(7, "L bob");
  CHECK(tell_host(7, "C 1 one") == "1:bob: one");
  is_over(7);
  CHECK(tell_host(8, "R t1 2 2") == "#8:OK t1 1");
  CHECK(tell_host(8, "C 1 one").empty());
  CHECK(tell_host(8, "C 2 two") == "1:bob: two");
}

TEST_CASE_FIXTURE(RoomFixture, "an unknown token is answered with GONE") {
  CHECK(tell_host(7, "R t9 0 0") == "#7:GONE");
}

TEST_CASE_FIXTURE(RoomFixture, "a second session with the token evicts the first") {
  join(1, "ada");
  tell_host(7, "L bob");
  CHECK(tell_host(8, "R t1 9 0") == "#8:OK t1 0 #7:bye 1");
  CHECK(tell_host(7, "C 1 ghost").empty());
  is_over(7);
  CHECK(tell_host(8, "C 1 me") == "1:bob: me");
}

TEST_CASE_FIXTURE(RoomFixture,
                  "after a restart of the host a session's member resumes their seat") {
  room::Snapshot snapshot;
  snapshot.last_entry = 5;
  snapshot.last_member = 3;
  snapshot.sent = 5;
  snapshot.members = {{2, "ada", moonroom::support::seat(1), false, now.wall},
                      {3, "bob", moonroom::support::in_session(7), false, now.wall,
                       room::ResumeTicket{"digest of old", 4, 2}}};
  judge.names = {{2, "ada"}, {3, "bob"}};
  // The hint at the old address makes the client come back at once.
  CHECK(restore(snapshot).starts_with("7:\x81"));
  CHECK(say(1, "anybody?").empty());
  CHECK(tell_host(9, "R old 5 6") == "#9:OK old 4 #9:6(1):ada: anybody?");
  CHECK(tell_host(9, "C 4 known").empty());
  CHECK(tell_host(9, "C 5 new") == "1:bob: new");
}

// ── Silence ─────────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(RoomFixture, "the room is told of a silence, and of its end") {
  join(1, "ada");
  tell_host(7, "L bob");
  CHECK(falls_silent(7) == "1:bob is away: the connection is lost");
  CHECK(is_heard_again(7) == "1:bob is back");
  CHECK(is_heard_again(7).empty());
}

TEST_CASE_FIXTURE(RoomFixture, "a short break is not announced") {
  join(1, "ada");
  tell_host(7, "L bob");
  is_over(7);
  CHECK(pass(20s).empty());
  CHECK(tell_host(8, "R t1 9 0") == "#8:OK t1 0");
}

TEST_CASE_FIXTURE(RoomFixture,
                  "a long absence is announced, and after ten minutes the member has left") {
  join(1, "ada");
  tell_host(7, "L bob");
  is_over(7);
  std::string news;
  for (int minute = 0; minute < 11; ++minute) news += pass(1min) + "|";
  CHECK(news == "1:bob is away: the connection is lost|||||||||1:bob left (timeout)||");
  CHECK(tell_host(8, "R t1 9 0") == "#8:GONE");
}

TEST_CASE_FIXTURE(RoomFixture, "a silent reader in a live session stays") {
  tell_host(7, "L bob");
  for (int hour = 0; hour < 12; ++hour) pass(1h);
  CHECK(state.room.present() == 1);
}

// ── Limits ──────────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(RoomFixture, "lines that come too fast wait for their turn, and none is lost") {
  join(1, "ada");
  tell_host(7, "L bob");
  int heard = 0;
  bool told = false;
  const auto count = [&](const std::string& news) {
    for (auto at = news.find("1:bob: "); at != std::string::npos; at = news.find("1:bob: ", at + 1))
      ++heard;
    told = told || news.find(state.host_messages.held) != std::string::npos;
  };
  for (int line = 1; line <= 200; ++line)
    count(tell_host(7, "C " + std::to_string(line) + " line" + std::to_string(line)));
  CHECK(heard == 40);
  CHECK(told);
  for (int second = 0; second < 10; ++second) {
    for (int step = 0; step < 20; ++step) count(pass(50ms));
    CHECK(heard <= 40 + 20 * (second + 1));
  }
  CHECK(heard == 200);
}

TEST_CASE_FIXTURE(RoomFixture, "a member with deferred lines leaves after they are said") {
  join(1, "ada");
  tell_host(7, "L bob");
  for (int line = 1; line <= 41; ++line) tell_host(7, "C " + std::to_string(line) + " line");
  CHECK(tell_host(7, "Q").empty());
  std::string news;
  for (int step = 0; step < 20; ++step) news += pass(50ms);
  CHECK(news == "1:bob: line1:bob left (quit) #7:EXIT #7:bye 0");
}

TEST_CASE_FIXTURE(RoomFixture, "a line waits too while the room is busy") {
  join(1, "ada");
  tell_host(7, "L bob");
  judge.is_busy = true;
  CHECK(tell_host(7, "C 1 patience").empty());
  judge.is_busy = false;
  CHECK(pass(50ms) == "1:bob: patience");
}

TEST_CASE_FIXTURE(RoomFixture, "a goodbye in a session is EXIT, and its end") {
  join(1, "ada");
  tell_host(7, "L bob");
  CHECK(tell_host(7, "Q") == "1:bob left (quit) #7:EXIT #7:bye 0");
}

TEST_CASE_FIXTURE(RoomFixture, "a removed member is told in their session, and it ends") {
  tell_host(7, "L bob");
  CHECK(kick("bob", "enough") ==
        "#7:T you have been removed from the room: enough #7:EXIT #7:bye 2");
}

// ── Clients of version 2 ────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(NamingTable,
                  "a client that says so is told the limits, the bare text and reasons") {
  tell_host(6, "L old");
  tell_host(7, "V 2");
  CHECK(tell_host(7, "L bob") == "#7:OK t2 0 20 40 0 2 #6:2(0):bob joined");
  tell_host(8, "V 2 answers");
  CHECK(tell_host(8, "L cat") == "#8:OK t3 0 20 40 0 3 #6:3(0):cat joined #7:3(0):cat joined");
  CHECK(tell_host(8, "C 1 hello") == "#6:4(0):cat: hello #7:4(0):cat: hello #8:A 1 4");
  REQUIRE(messages.size() == 3);
  const auto bare_in = [&](size_t message) {
    const auto answer = moonroom::wire::decode_session_answer(messages[message]);
    REQUIRE(answer);
    return std::string(std::get<moonroom::wire::Line>(*answer).bare);
  };
  CHECK(bare_in(0).empty());
  CHECK(bare_in(1) == "hello");
  CHECK(tell_host(7, "C 1 hi") == "#6:5(0):bob: hi #8:5(0):bob: hi");
}

TEST_CASE_FIXTURE(NamingTable,
                  "a refused line is answered with why, to old clients in words alone") {
  struct Row {
    const char* what;
    std::function<void()> begin;
    std::string line;
    const char* old;
    const char* fresh;
  };
  const auto end = [&] {
    judge.rule = nullptr;
    for (const auto& [id, member] : state.room.all()) impose(room::Mute{id});
  };
  const std::vector<Row> rows = {
      {"muted",
       [&] {
         for (const auto& [id, member] : state.room.all()) impose(room::Mute{id, 90s});
       },
       "hi", "T you may not speak for another 1 min 30 s: your line was not sent",
       "muted you may not speak for another 1 min 30 s: your line was not sent"},
      {"too long", [] {}, std::string(5000, 'x'), "T your line is too long and was not sent",
       "too-long your line is too long and was not sent"},
      {"a filter with a reason",
       [&] {
         judge.rule = [](const room::Event&) { return moonroom::support::FakeJudge::refuse("no"); };
       },
       "hi", "T no", "refused no"},
      {"a filter without a reason",
       [&] {
         judge.rule = [](const room::Event&) { return moonroom::support::FakeJudge::refuse(""); };
       },
       "hi", "", "refused"},
  };
  tell_host(6, "L old");
  tell_host(7, "V 2 answers");
  tell_host(7, "L bob");
  tell_host(8, "V 2");
  tell_host(8, "L cat");
  int line = 0;
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const auto number = std::to_string(++line);
    row.begin();
    settle();
    const std::string old(row.old);
    CHECK(tell_host(6, "C " + number + " " + row.line) == (old.empty() ? "" : "#6:" + old));
    for (const auto* who : {"7", "8"})
      CHECK(tell_host(static_cast<uint64_t>(*who - '0'), "C " + number + " " + row.line) ==
            std::string("#") + who + ":N " + number + " " + row.fresh);
    end();
  }
}

TEST_CASE_FIXTURE(RoomFixture, "a client that shows mutes is told its own, and when it changes") {
  tell_host(6, "V 2");
  tell_host(6, "L old");
  tell_host(7, "V 2 mutes");
  tell_host(7, "L bob");
  const auto mute = [&](const char* name, moonroom::Duration length) {
    return impose(room::Mute{state.room.find_by_name(name)->id, length});
  };
  struct Row {
    const char* what;
    std::function<std::string()> act;
    std::string heard;
  };
  const std::vector<Row> rows = {
      {"muted", [&] { return mute("bob", 90s); },
       "#7:T you may not speak for 1 min 30 s #7:SILENCED 90"},
      {"by an old client", [&] { return mute("old", 90s); },
       "#6:T you may not speak for 1 min 30 s"},
      {"the same again", [&] { return mute("bob", 90s); }, "#7:T you may not speak for 1 min 30 s"},
      {"for longer", [&] { return mute("bob", 2min); },
       "#7:T you may not speak for 2 min #7:SILENCED 120"},
      {"lifted", [&] { return mute("bob", 0s); }, "#7:T you may speak again #7:SILENCED 0"},
      {"lifted twice", [&] { return mute("bob", 0s); }, ""},
      {"for less than a second", [&] { return mute("bob", 300ms); },
       "#7:T you may not speak for 1 s #7:SILENCED 1"},
      {"run out", [&] { return pass(1s); }, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    CHECK(row.act() == row.heard);
  }
}

TEST_CASE_FIXTURE(RoomFixture, "a muted member who joins or resumes is told the remaining time") {
  tell_host(7, "V 2 mutes");
  tell_host(7, "L bob");
  impose(room::Mute{state.room.find_by_name("bob")->id, 10min});
  pass(1min);
  is_over(7);
  tell_host(8, "V 2 mutes");
  CHECK(tell_host(8, "R t1 1 0").find("#8:SILENCED 540") != std::string::npos);
  CHECK(tell_host(8, "L bob").find("#8:SILENCED 540") != std::string::npos);
  tell_host(8, "Q");
  pass(1min);
  tell_host(9, "V 2 mutes");
  CHECK(tell_host(9, "L bob").find("#9:SILENCED 480") != std::string::npos);
  pass(8min);
  tell_host(10, "V 2 mutes");
  CHECK(tell_host(10, "R t2 1 0").find("SILENCED") == std::string::npos);
}

TEST_CASE_FIXTURE(NamingTable, "an author whose line a filter changed is shown the posted text") {
  judge.rule = [this](const room::Event& event) {
    auto verdict = judge.by_default(event);
    if (const auto* said = std::get_if<room::MessageEvent>(&event)) {
      auto& post = std::get<room::Post>(verdict.actions.front());
      post.from = judge.names[said->who];
      if (said->text == "hi") {
        post.text = "HI";
        post.line = post.from + ": HI";
      } else if (said->text.starts_with("//")) {
        post.text = said->text.substr(1);
      } else {
        post.text = said->text;
      }
    }
    return verdict;
  };
  join(1, "ada");
  tell_host(6, "L old");
  tell_host(7, "V 2 answers");
  tell_host(7, "L bob");
  CHECK(say(1, "hi") == "1:ada: HI #6:4(2):ada: HI #7:4(2):ada: HI");
  CHECK(tell_host(6, "C 1 hi") == "1:old: HI #7:5(0):old: HI #6:5(0):old: HI");
  CHECK(tell_host(7, "C 1 hi") == "1:bob: HI #6:6(0):bob: HI #7:6(0):bob: HI #7:A 1 6 HI");
  CHECK(tell_host(7, "C 2 same") == "1:bob: same #6:7(0):bob: same #7:A 2 7");
  CHECK(tell_host(7, "C 3 //who") == "1:bob: //who #6:8(0):bob: //who #7:A 3 8");
}

TEST_CASE_FIXTURE(RoomFixture,
                  "after a break a client learns which lines will not be answered any more") {
  tell_host(7, "V 2 answers");
  tell_host(7, "L bob");
  CHECK(tell_host(7, "C 1 one") == "#7:A 1 0");
  judge.asleep = true;
  tell_host(7, "C 2 two");
  is_over(7);
  tell_host(8, "V 2 answers");
  CHECK(tell_host(8, "R t1 1 1").empty());
  judge.asleep = false;
  CHECK(settle() == "#8:OK t1 2 20 40 2 1");
}

TEST_CASE_FIXTURE(RoomFixture,
                  "a session of another client gets the messages that this client supports") {
  tell_host(7, "V 2");
  tell_host(7, "L bob");
  CHECK(tell_host(8, "R t1 0 0") == "#8:OK t1 0 #7:bye 1");
  tell_host(9, "V 2");
  CHECK(tell_host(9, "R t1 0 0") == "#9:OK t1 0 20 40 0 1 #8:bye 1");
}

#include "ring/message.h"

#include <doctest/doctest.h>

#include <string>

#include "ring/answer_check.h"

using namespace moonroom;

namespace {

ring::Answer full_answer() {
  ring::Answer answer;
  answer.number = 42;
  answer.verdict = {false, "because", {}};
  answer.verdict.actions = {room::Post{"k", "f", "t", "l", {room::Audience::Kind::only, {1, 2}}},
                            room::Kick{3, "r"},
                            room::LogLine{3, "t", "chat"},
                            room::SetTimer{1, 2, std::chrono::seconds(1), std::chrono::seconds(2)},
                            room::Cancel{1, 2},
                            room::Mute{4, std::chrono::minutes(5)},
                            room::Ban{room::Ban::Kind::address, "::1", std::chrono::hours(1), "r"},
                            room::Keep{1, "key", 2.0},
                            room::StartJob{1, 9, "job", Table{}}};
  answer.faults = {{7, "oops"}};
  answer.marks = {{7, ring::Mark::Effect::refused, "because"}};
  Table details;
  details.items = {1.0, "two", true};
  details.fields["x"] = Table{};
  answer.details = details;
  return answer;
}

}  // namespace

TEST_CASE("an answer comes out as it went in") {
  std::string bytes;
  encode(full_answer(), bytes);
  ring::Answer answer;
  REQUIRE(ring::decode_answer(bytes, answer));
  std::string again;
  encode(answer, again);
  CHECK(again == bytes);
  CHECK(answer.verdict.actions.size() == 9);
  CHECK(ring::believable(answer));
}

TEST_CASE("nothing of an earlier answer is left in a later one") {
  ring::Answer answer = full_answer();
  answer.verdict.actions.assign(3, room::Post{"k", "f", "t", "l", {{}, {1, 2}}});
  ring::Answer small;
  small.verdict.actions = {room::Post{"notice", "", "", "hi", {}}, room::Cancel{1, 2}};
  std::string bytes;
  std::string again;
  encode(small, bytes);
  REQUIRE(ring::decode_answer(bytes, answer));
  encode(answer, again);
  CHECK(again == bytes);
}

TEST_CASE("every kind of question comes out as it went in") {
  const std::vector<ring::Task> tasks = {
      room::Event(room::Joining{1, "ada", *wire::parse_endpoint("[::1]:9"), room::Conflict::taken}),
      room::Event(room::Saying{1, "hi", 3}),
      room::Event(room::Leaving{1, room::Why::kick}),
      room::Event(room::Announcing{"x"}),
      room::Event(room::TimerDue{1, 2}),
      room::Event(room::Commanding{"x y"}),
      room::Event(room::JobDone{1, 2, "wrong", "result"}),
      ring::Load{ring::Role::script, 1, "n", "p", "s"},
      ring::Load{ring::Role::plugin,
                 1,
                 "n",
                 "p",
                 "s",
                 Table{},
                 true,
                 Value("saved"),
                 ring::LoadReason::upgrade,
                 {true, false},
                 {"x", "y"}},
      ring::BenchCommand{4, "x"},
      ring::Unload{4},
      ring::Present{{1, "ada", *wire::parse_endpoint("127.0.0.1:9"), room::Conflict::none}},
      ring::Past{{{7, WallTime(std::chrono::milliseconds(8)), room::Post{"k", "f", "t", "l", {}}}}},
      ring::Work{{ring::Role::plugin, 1, "n", "p", "s"}, "job", Table{}},
      ring::Farewell{}};
  for (const auto& task : tasks) {
    std::string bytes;
    std::string again;
    encode(ring::Question{5, 6, true, WallTime(std::chrono::milliseconds(7)), task}, bytes);
    const auto question = ring::decode_question(bytes);
    REQUIRE(question);
    encode(*question, again);
    CHECK(again == bytes);
  }
}

TEST_CASE("no beginning of an answer is an answer, and reading it stays inside") {
  std::string bytes;
  encode(full_answer(), bytes);
  ring::Answer answer;
  for (size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(ring::decode_answer(std::string(bytes, 0, size), answer));
}

TEST_CASE("what no honest worker says is not believed") {
  const auto with = [](room::Action action) {
    ring::Answer answer;
    answer.verdict.actions = {std::move(action)};
    return ring::believable(answer);
  };
  const auto post = [](std::string line) { return room::Post{"k", "", "", std::move(line), {}}; };
  CHECK(with(post("fine")));
  CHECK_FALSE(with(post("")));
  CHECK_FALSE(with(post("\xff")));
  CHECK_FALSE(with(post(std::string(ring::kMaxLine + 1, 'x'))));
  CHECK_FALSE(with(room::LogLine{3, "t", "../passwd"}));
  CHECK_FALSE(with(room::SetTimer{0, 0, std::chrono::seconds(-1), {}}));
  CHECK_FALSE(with(room::SetTimer{0, 0, {}, std::chrono::nanoseconds(1)}));
  ring::Answer many;
  many.verdict.actions.assign(ring::kMaxActions + 1, room::Cancel{});
  CHECK_FALSE(ring::believable(many));
}

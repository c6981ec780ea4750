#include "ring/message.h"

#include <doctest/doctest.h>

#include <string>

#include "ring/response_validation.h"

using namespace moonroom;

namespace {

ring::Response full_answer() {
  ring::Response response;
  response.number = 42;
  response.verdict = {false, "because", {}};
  response.verdict.actions = {
      room::Post{"k", "f", "t", "l", {room::Audience::Kind::only, {1, 2}}},
      room::Kick{3, "r"},
      room::LogLine{3, "t", "chat"},
      room::SetTimer{1, 2, std::chrono::seconds(1), std::chrono::seconds(2)},
      room::Cancel{1, 2},
      room::Mute{4, std::chrono::minutes(5)},
      room::Ban{room::Ban::Kind::address, "::1", std::chrono::hours(1), "r"},
      room::StorePut{1, "key", 2.0},
      room::StartJob{1, 9, "job", Table{}}};
  response.faults = {{7, "oops"}};
  response.filter_effects = {{7, ring::FilterEffect::Kind::refused, "because"}};
  Table details;
  details.items = {1.0, "two", true};
  details.fields["x"] = Table{};
  response.details = details;
  return response;
}

}  // namespace

TEST_CASE("a response survives encoding") {
  std::string bytes;
  encode(full_answer(), bytes);
  ring::Response response;
  REQUIRE(ring::decode(bytes, response));
  std::string again;
  encode(response, again);
  CHECK(again == bytes);
  CHECK(response.verdict.actions.size() == 9);
  CHECK(ring::validate(response));
}

TEST_CASE("nothing of an earlier response is left in a later one") {
  ring::Response response = full_answer();
  response.verdict.actions.assign(3, room::Post{"k", "f", "t", "l", {{}, {1, 2}}});
  ring::Response small;
  small.verdict.actions = {room::Post{"notice", "", "", "hi", {}}, room::Cancel{1, 2}};
  std::string bytes;
  std::string again;
  encode(small, bytes);
  REQUIRE(ring::decode(bytes, response));
  encode(response, again);
  CHECK(again == bytes);
}

TEST_CASE("every kind of request survives encoding") {
  const std::vector<ring::Task> tasks = {
      room::Event(
          room::JoinEvent{1, "ada", *wire::parse_endpoint("[::1]:9"), room::NameConflict::taken}),
      room::Event(room::MessageEvent{1, "hi", 3}),
      room::Event(room::LeaveEvent{1, room::LeaveReason::kick}),
      room::Event(room::AnnouncementEvent{"x"}),
      room::Event(room::TimerDue{1, 2}),
      room::Event(room::AdminCommandEvent{"x y"}),
      room::Event(room::JobDone{1, 2, "wrong", "result"}),
      ring::PluginSource{ring::Role::script, 1, "n", "p", "s"},
      ring::PluginSource{ring::Role::plugin,
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
      ring::MemberSync{{1, "ada", *wire::parse_endpoint("127.0.0.1:9"), room::NameConflict::none}},
      ring::HistorySync{
          {{7, WallTime(std::chrono::milliseconds(8)), room::Post{"k", "f", "t", "l", {}}}}},
      ring::RunJob{{ring::Role::plugin, 1, "n", "p", "s"}, "job", Table{}},
      ring::Shutdown{}};
  for (const auto& task : tasks) {
    std::string bytes;
    std::string again;
    encode(ring::Request{5, 6, true, WallTime(std::chrono::milliseconds(7)), task}, bytes);
    ring::Request request;
    REQUIRE(ring::decode(bytes, request));
    encode(request, again);
    CHECK(again == bytes);
  }
}

TEST_CASE("no prefix of a response decodes, and decoding stays in bounds") {
  std::string bytes;
  encode(full_answer(), bytes);
  ring::Response response;
  for (size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(ring::decode(std::string(bytes, 0, size), response));
}

TEST_CASE("values that no honest worker sends are rejected") {
  const auto with = [](room::Action action) {
    ring::Response response;
    response.verdict.actions = {std::move(action)};
    return ring::validate(response);
  };
  const auto post = [](std::string line) { return room::Post{"k", "", "", std::move(line), {}}; };
  CHECK(with(post("fine")));
  CHECK_FALSE(with(post("")));
  CHECK_FALSE(with(post("\xff")));
  CHECK_FALSE(with(post(std::string(room::kMaxText + 1, 'x'))));
  CHECK_FALSE(with(room::LogLine{3, "t", "../passwd"}));
  CHECK_FALSE(with(room::SetTimer{0, 0, std::chrono::seconds(-1), {}}));
  CHECK_FALSE(with(room::SetTimer{0, 0, {}, std::chrono::nanoseconds(1)}));
  ring::Response many;
  many.verdict.actions.assign(room::kMaxActions + 1, room::Cancel{});
  CHECK_FALSE(ring::validate(many));
}

TEST_CASE("a job request survives encoding, and no part of it decodes") {
  ring::JobRequest order{32u << 20, true, {}};
  order.requests.push_back({1, ring::kNobody, false, WallTime(),
                            ring::PluginSource{ring::Role::settings, 0, "c", "p", "s"}});
  order.requests.push_back({2, ring::kNobody, false, WallTime(),
                            ring::RunJob{{ring::Role::plugin, 1, "n", "p", "s"}, "job", Table{}}});
  std::string bytes;
  encode(order, bytes);
  ring::JobRequest again;
  REQUIRE(decode(bytes, again));
  CHECK(again.memory == order.memory);
  CHECK(again.open_libraries);
  REQUIRE(again.requests.size() == 2);
  CHECK(std::get<ring::RunJob>(again.requests[1].task).name == "job");
  for (size_t size = 0; size < 9; ++size) CHECK_FALSE(decode(bytes.substr(0, size), again));
  CHECK_FALSE(decode(bytes.substr(0, bytes.size() - 1), again));
}

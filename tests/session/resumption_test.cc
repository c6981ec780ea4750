#include "session/resumption.h"

#include <doctest/doctest.h>

#include <string>

namespace moonroom::session {
namespace {

// "said 1, unknown 2".
std::string results_in(const std::vector<ClientEvent>& events) {
  std::string all;
  for (const auto& event : events) {
    all += all.empty() ? "" : ", ";
    if (const auto* it = std::get_if<Said>(&event)) all += "said " + std::to_string(it->line);
    if (const auto* it = std::get_if<NotSaid>(&event))
      all += it->why + " " + std::to_string(it->line);
  }
  return all;
}

// "2 3": the numbers of the lines that are sent next.
std::string next_lines(Resumption& resumption) {
  std::string all;
  while (const auto line = resumption.lines().next())
    all += (all.empty() ? "" : " ") + std::to_string(line->line);
  return all;
}

wire::Welcome welcome(std::string_view token, uint64_t lines, uint64_t judged) {
  wire::Welcome it;
  it.token = token;
  it.lines = lines;
  it.judged = judged;
  return it;
}

}  // namespace

TEST_CASE("a client joins by name, and comes back by its token") {
  Resumption resumption({});
  CHECK_FALSE(resumption.membership());
  CHECK(std::get<wire::ComeIn>(resumption.entry_request("ada")).name == "ada");
  CHECK(resumption.on_welcome(welcome("token", 0, 0), false, true).empty());
  resumption.on_line(7);
  resumption.on_line(5);
  resumption.lines().add("one", 1);
  next_lines(resumption);
  const auto request = std::get<wire::ComeBack>(resumption.entry_request("ada"));
  CHECK(request.token == "token");
  CHECK(request.number == 7);
  CHECK(request.lines == 1);
  const auto later = Resumption(resumption.membership());
  CHECK(std::get<wire::ComeBack>(later.entry_request("ada")).number == 7);
  resumption.forget();
  CHECK_FALSE(resumption.membership());
}

TEST_CASE("a welcome decides about three sent lines and one that waits") {
  struct Row {
    const char* what;
    wire::Welcome welcome;
    bool is_member, answers;
    const char* results;
    const char* next;
  };
  const Row rows[] = {
      {"nothing was received", welcome("token", 0, 0), true, true, "", "1 2 3 4"},
      {"two received, one judged", welcome("token", 2, 1), true, true, "said 1", "3 4"},
      {"all judged", welcome("token", 3, 3), true, true, "said 1, said 2, said 3", "4"},
      {"more judged than sent", welcome("token", 3, 9), true, true, "said 1, said 2, said 3", "4"},
      {"a host without answers", welcome("token", 2, 0), true, false, "", "3 4"},
      {"another member", welcome("other", 0, 0), true, true, "unknown 1, unknown 2, unknown 3",
       "1"},
      {"the first welcome", welcome("other", 0, 0), false, true, "", "4"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    Resumption resumption(Membership{"token", 0, 0});
    for (uint64_t tag = 1; tag <= 3; ++tag) resumption.lines().add("line", tag);
    next_lines(resumption);
    resumption.lines().add("line", 4);
    CHECK(results_in(resumption.on_welcome(row.welcome, row.is_member, row.answers)) ==
          row.results);
    CHECK(next_lines(resumption) == row.next);
  }
}

TEST_CASE("each line has one result") {
  Resumption resumption({});
  resumption.on_welcome(welcome("token", 0, 0), false, true);
  for (uint64_t tag = 11; tag <= 13; ++tag) resumption.lines().add("line", tag);
  const auto said = resumption.on_said({1, 70, "changed"});
  REQUIRE(said);
  CHECK(std::get<Said>(*said).line == 11);
  CHECK(std::get<Said>(*said).number == 70);
  CHECK(std::get<Said>(*said).changed == "changed");
  CHECK_FALSE(resumption.on_said({1, 70}));
  const auto refused = resumption.on_refused({2, "muted", "not now"});
  REQUIRE(refused);
  CHECK(std::get<NotSaid>(*refused).words == "not now");
  CHECK_FALSE(resumption.on_refused({2, "muted", ""}));
  CHECK(results_in(resumption.drop_answers()) == "unknown 13");
  CHECK(resumption.drop_answers().empty());
}

}  // namespace moonroom::session

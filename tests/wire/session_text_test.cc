#include "wire/session_text.h"

#include <doctest/doctest.h>

#include <string>

using namespace moonroom::wire;

namespace {

template <class Kind>
Kind asked(const std::string& message) {
  const auto request = decode_session_request(message);
  REQUIRE(request);
  REQUIRE(std::holds_alternative<Kind>(*request));
  return std::get<Kind>(*request);
}

template <class Kind>
Kind answered(const std::string& message) {
  const auto answer = decode_session_answer(message);
  REQUIRE(answer);
  REQUIRE(std::holds_alternative<Kind>(*answer));
  return std::get<Kind>(*answer);
}

}  // namespace

TEST_CASE("a request is read as it was written") {
  CHECK(asked<ComeIn>("L ada").name == "ada");
  CHECK(asked<ComeIn>("L").name.empty());
  CHECK(asked<Password>("P two words").word == "two words");
  CHECK(asked<Say>("C 7  two blanks ").line == 7);
  CHECK(asked<Say>("C 7  two blanks ").text == " two blanks ");
  CHECK(asked<Say>("C 8 ").text.empty());
  const std::string message = "R abcd 12 34";
  const auto back = asked<ComeBack>(message);
  CHECK(back.token == "abcd");
  CHECK(back.number == 12);
  CHECK(back.lines == 34);
  asked<Leave>("Q");
}

TEST_CASE("what is no request is none") {
  for (const auto* message :
       {"", "X", "LL ada", "C", "C x hello", "C 1x hello", "C -1 hello", "R", "R abc", "R abc 1",
        "R abc 1 2 3", "R  1 2", "Q now", "L \xff", "C 99999999999999999999999 hello"})
    CHECK_MESSAGE(!decode_session_request(message), message);
}

TEST_CASE("requests and answers survive being written and read") {
  CHECK(encode(SessionRequest(ComeIn{"ada"})) == "L ada");
  CHECK(encode(SessionRequest(ComeBack{"t", 5, 6})) == "R t 5 6");
  CHECK(encode(SessionRequest(Say{3, "hi there"})) == "C 3 hi there");
  CHECK(encode(SessionRequest(Leave{})) == "Q");
  CHECK(answered<Welcome>(encode(SessionAnswer(Welcome{"t", 9}))).lines == 9);
  CHECK(answered<Refusal>(encode(SessionAnswer(Refusal{"no, not now"}))).reason == "no, not now");
  CHECK(answered<Locked>(encode(SessionAnswer(Locked{"say the word"}))).reason == "say the word");
  CHECK(answered<Told>(encode(SessionAnswer(Told{"slow down"}))).text == "slow down");
  answered<Gone>(encode(SessionAnswer(Gone{})));
  answered<End>(encode(SessionAnswer(End{})));
  CHECK(answered<Line>(encode(SessionAnswer(Line{0, 7, 8, "join", "", "hi"}))).number == 7);
}

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

TEST_CASE("a client announces its features, and words of later versions are ignored") {
  CHECK(asked<Capabilities>("V 2") == Capabilities{2, false});
  CHECK(asked<Capabilities>("V 2 answers") == Capabilities{2, true});
  CHECK(asked<Capabilities>("V 9 voice answers video") == Capabilities{9, true});
  CHECK(asked<Capabilities>("V 2 mutes answers") == Capabilities{2, true, true});
  CHECK(encode(SessionRequest(Capabilities{2, true, true})) == "V 2 answers mutes");
  CHECK(encode(SessionRequest(Capabilities{2, true})) == "V 2 answers");
  CHECK(encode(SessionRequest(Capabilities{2, false})) == "V 2");
  for (const auto* message : {"V", "V ", "V 0", "V x", "V -1", "V 99999999999"})
    CHECK_MESSAGE(!decode_session_request(message), message);
}

TEST_CASE("a welcome tells the limits in version 2, and nothing of them in version 1") {
  CHECK(encode(SessionAnswer(Welcome{"t", 9})) == "OK t 9");
  CHECK(encode(SessionAnswer(Welcome{"t", 9, LineLimits{20, 40}, 7})) == "OK t 9 20 40 7");
  CHECK(encode(SessionAnswer(Welcome{"t", 9, LineLimits{0.5, 1}, 7})) == "OK t 9 0.5 1 7");
  CHECK_FALSE(answered<Welcome>("OK t 9").limits);
  CHECK(answered<Welcome>("OK t 9 0.5 1 7").limits == LineLimits{0.5, 1});
  CHECK(answered<Welcome>("OK t 9 0.5 1 7").judged == 7);
  CHECK(answered<Welcome>("OK t 9 0.000001 1 7").limits == LineLimits{0.000001, 1});
  CHECK(answered<Welcome>("OK t 9 0.0000000000000000000000000000000002 1 7").limits ==
        LineLimits{0.000001, 1});
  CHECK(encode(SessionAnswer(Welcome{"t", 9, LineLimits{20, 40}, 7, 3})) == "OK t 9 20 40 7 3");
  CHECK(answered<Welcome>("OK t 9 20 40 7 3").present == 3);
  CHECK(answered<Welcome>("OK t 9 20 40 7 later words").present == 0);
  CHECK(answered<Welcome>("OK t 9 20 40 7 later words").limits == LineLimits{20, 40});
  for (const auto* message :
       {"OK", "OK t", "OK t x", "OK t 9 20", "OK t 9 20 40", "OK t 9 -1 40 7", "OK t 9 nan 40 7",
        "OK t 9 inf 1 7", "OK t 9 1e5 1 7", "OK t 9 20 x 7"})
    CHECK_MESSAGE(!decode_session_answer(message), message);
}

TEST_CASE("a line is answered with its number, or with the reason why it was not said") {
  CHECK(encode(SessionAnswer(LineSaid{3, 17})) == "A 3 17");
  CHECK(encode(SessionAnswer(LineSaid{3, 17, "HI THERE"})) == "A 3 17 HI THERE");
  CHECK_FALSE(answered<LineSaid>("A 3 17").text);
  CHECK(answered<LineSaid>("A 3 17 HI THERE").text == "HI THERE");
  CHECK(answered<LineSaid>("A 3 17 ").text == "");
  CHECK(encode(SessionAnswer(LineRefused{4, "muted", "not now"})) == "N 4 muted not now");
  CHECK(encode(SessionAnswer(LineRefused{4, "muted", ""})) == "N 4 muted");
  CHECK(answered<LineRefused>("N 4 muted not now").why == "muted");
  CHECK(answered<LineRefused>("N 4 muted not now").words == "not now");
  CHECK(answered<LineRefused>("N 4 refused").words.empty());
  for (const auto* message : {"A", "A 3", "A x 1", "A 3 x", "N", "N 4", "N x muted", "N 4  words"})
    CHECK_MESSAGE(!decode_session_answer(message), message);
}

TEST_CASE("a mute is told in whole seconds") {
  CHECK(encode(SessionAnswer(Muted{600})) == "SILENCED 600");
  CHECK(answered<Muted>("SILENCED 600").seconds == 600);
  CHECK(answered<Muted>("SILENCED 0").seconds == 0);
  for (const auto* message :
       {"SILENCED", "SILENCED ", "SILENCED -1", "SILENCED 1.5", "SILENCED 1 2", "SILENCED x",
        "SILENCED 315360001", "SILENCED 99999999999999999999"})
    CHECK_MESSAGE(!decode_session_answer(message), message);
}

TEST_CASE("malformed requests are rejected") {
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

#include "client/sent_lines.h"

#include <doctest/doctest.h>

namespace moonroom::client {
namespace {

using namespace std::chrono_literals;

const SteadyTime kSent(1h);

// After so many lines, of which the room has answered some.
SentLines after(uint64_t lines, uint64_t answered) {
  SentLines it;
  it.on(Limits{0, 0, true, 0});
  for (uint64_t line = 0; line < lines; ++line) {
    it.add();
    it.mark_sent(kSent);
  }
  for (uint64_t line = 0; line < answered; ++line) it.on(Said{});
  return it;
}

}  // namespace

TEST_CASE("at most so many lines are unanswered") {
  constexpr auto kMax = SentLines::kMaxUnanswered;
  CHECK(after(kMax - 1, 0).delay(kSent) == Duration::zero());
  CHECK_FALSE(after(kMax, 0).delay(kSent));
  CHECK(after(kMax, 1).delay(kSent) == Duration::zero());
  CHECK(after(1, 5).delay(kSent) == Duration::zero());
  // Neither does a refused line take a place, nor does it free one.
  auto full = after(kMax, 0);
  full.add();
  full.mark_refused();
  CHECK_FALSE(full.delay(kSent));
  // A room that does not answer has no such limit; its rate remains.
  full.on(Limits{0, 0, false, 0});
  CHECK(full.delay(kSent) == Duration::zero());
  full.on(Limits{1000, 1, false, 0});
  full.mark_sent(kSent);
  CHECK(full.delay(kSent) > 1s);
}

TEST_CASE("a program fails when a line was not posted, and says how many were not") {
  struct Row {
    uint64_t lines, said, not_said, too_long, refused;
    const char* words;
  };
  const Row rows[] = {
      {0, 0, 0, 0, 0, nullptr},
      {3, 3, 0, 0, 0, nullptr},
      // The reason of a single line has been printed.
      {1, 0, 1, 0, 0, ""},
      {1, 0, 0, 0, 1, ""},
      {3, 2, 1, 0, 0, "1 of 3"},
      {9, 0, 2, 3, 1, "6 of 9"},
  };
  for (const auto& row : rows) {
    SentLines lines;
    for (uint64_t line = 1; line <= row.lines; ++line) CHECK(lines.add() == line);
    for (uint64_t line = 0; line < row.said; ++line) lines.on(Said{});
    for (uint64_t line = 0; line < row.not_said; ++line) lines.on(NotSaid{});
    for (uint64_t line = 0; line < row.too_long; ++line) lines.on(TooLong{});
    for (uint64_t line = 0; line < row.refused; ++line) lines.mark_refused();
    const auto failure = lines.failure(Language::english);
    CHECK(failure.has_value() == (row.words != nullptr));
    if (!failure || !row.words) continue;
    CHECK(failure->status == kNotSaid);
    CHECK(failure->words.find(row.words) != std::string::npos);
    CHECK(failure->words.empty() == (row.lines == 1));
  }
}

}  // namespace moonroom::client

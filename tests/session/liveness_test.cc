#include "session/liveness.h"

#include <doctest/doctest.h>

#include <vector>

#include "session/answer_wait.h"

namespace moonroom::session {
namespace {

using namespace std::chrono_literals;
using Probe = Liveness::Probe;

const SteadyTime kBegin(1h);
constexpr Liveness::Session kNoSession{};
constexpr Liveness::Session kIdle{true, false, true};
constexpr Liveness::Session kWaiting{true, true, false};

// The times of the probes, in milliseconds, until the connection is lost.
std::vector<int64_t> probes(Liveness& liveness, const Liveness::Session& session) {
  std::vector<int64_t> times;
  for (auto probe = Probe::sent; probe != Probe::sent_and_lost;) {
    const auto due = liveness.next_due(session);
    CHECK(liveness.try_probe(due - 1ms, session) == Probe::none);
    probe = liveness.try_probe(due, session);
    REQUIRE(probe != Probe::none);
    times.push_back((due - kBegin) / 1ms);
  }
  return times;
}

}  // namespace

TEST_CASE("a client without a session neither probes nor loses anything") {
  Liveness liveness(kBegin);
  CHECK(liveness.next_due(kNoSession) == SteadyTime::max());
  CHECK(liveness.try_probe(kBegin + 1h, kNoSession) == Probe::none);
  CHECK_FALSE(liveness.is_lost());
}

TEST_CASE("the connection is lost after three probes without an answer, and told once") {
  struct Row {
    Liveness::Session session;
    std::vector<int64_t> probes;
  };
  const Row rows[] = {{kIdle, {10'000, 11'500, 13'000, 14'500}},
                      {kWaiting, {2'000, 3'500, 5'000, 6'500}}};
  for (const auto& row : rows) {
    Liveness liveness(kBegin);
    CHECK(probes(liveness, row.session) == row.probes);
    CHECK(liveness.is_lost());
    CHECK(liveness.try_probe(kBegin + 1min, row.session) == Probe::sent);
    // A new session alone is no sign of the host; a packet in it is.
    liveness.begin_session(kBegin + 1min);
    CHECK(liveness.is_lost());
    CHECK(liveness.on_received(kBegin + 1min));
    CHECK_FALSE(liveness.on_received(kBegin + 1min));
    CHECK_FALSE(liveness.is_lost());
  }
}

TEST_CASE("a goodbye is given up in time") {
  struct Row {
    const char* what;
    bool is_hurried, has_delivered, is_refused;
    Duration gives_up;
  };
  const Row rows[] = {
      {"the close alone", false, true, false, 5s}, {"lines, too", false, false, false, 30s},
      {"in a hurry", true, false, false, 1s},      {"a closed port", true, false, true, 300ms},
      {"a closed port", false, true, true, 5s},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    Liveness liveness(kBegin);
    const Liveness::Session session{true, true, row.has_delivered};
    CHECK_FALSE(liveness.gives_up(kBegin + 1h, session));
    liveness.begin_close(kBegin, 20ms);
    if (row.is_hurried) liveness.hurry();
    if (row.is_refused) liveness.on_unreachable(kBegin);
    CHECK_FALSE(liveness.gives_up(kBegin + row.gives_up - 1ms, session));
    CHECK(liveness.gives_up(kBegin + row.gives_up, session));
    CHECK(liveness.next_due(session) <= kBegin + row.gives_up);
    CHECK_FALSE(liveness.is_hopeless());
  }
}

TEST_CASE("a hurried goodbye to a lost host is hopeless") {
  Liveness liveness(kBegin);
  probes(liveness, kIdle);
  CHECK_FALSE(liveness.is_hopeless());
  liveness.begin_close(kBegin + 1min, 20ms);
  CHECK_FALSE(liveness.is_hopeless());
  liveness.hurry();
  CHECK(liveness.is_hopeless());
  CHECK(liveness.try_probe(kBegin + 1min + 250ms, kNoSession) == Probe::sent);
}

TEST_CASE("answers are waited for, longer where the host accepts few lines") {
  struct Row {
    std::optional<wire::LineLimits> limits;
    Duration wait;
  };
  const Row rows[] = {{std::nullopt, 15s},
                      {wire::LineLimits{0, 0}, 15s},
                      {wire::LineLimits{3, 1}, 16s},
                      {wire::LineLimits{0.1, 1}, 45s},
                      {wire::LineLimits{1e-9, 1}, 1h + 15s}};
  for (const auto& row : rows) {
    AnswerWait wait(kBegin);
    CHECK(wait.deadline(row.limits) == kBegin + row.wait);
    wait.on_answer(kBegin + 7s);
    CHECK(wait.deadline(row.limits) == kBegin + 7s + row.wait);
  }
}

}  // namespace moonroom::session

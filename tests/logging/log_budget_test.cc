#include "logging/log_budget.h"

#include <doctest/doctest.h>

#include "support/text.h"

using namespace std::chrono_literals;
using moonroom::SteadyTime;
using moonroom::logging::LogBudget;
using moonroom::support::has;

namespace {

struct Plugin {
  LogBudget budget{LogBudget::Limits{}};
  SteadyTime now{1h};
  uint64_t written = 0;
  int notices = 0;
  std::string last_notice;

  void write(const char* name, uint64_t bytes, size_t line = 100) {
    for (uint64_t all = 0; all < bytes; all += line) {
      const auto verdict = budget.spend(name, line, now);
      if (verdict.allowed) written += line;
      if (verdict.notice.empty()) continue;
      ++notices;
      last_notice = verdict.notice;
    }
  }
};

}  // namespace

TEST_CASE_FIXTURE(Plugin, "all lines of a busy chat are written") {
  for (int second = 0; second < 24 * 60; ++second, now += 60s) write("chatlog", 10'000);
  CHECK(written == 24ull * 60 * 10'000);
  CHECK(notices == 0);
}

TEST_CASE_FIXTURE(Plugin,
                  "a loop that writes is cut down at once, and stops for the day; two lines tell") {
  for (int second = 0; second < 3600; ++second, now += 1s) write("loop", 1'000'000, 1000);
  CHECK(written <= 16u << 20);
  CHECK(written > 15u << 20);
  CHECK(notices == 2);
  CHECK(has(last_notice, "16 MiB"));
  CHECK(has(last_notice, "--plugin-logs"));
  CHECK(budget.dropped() == 3600ull * 1000 - written / 1000);
  now += 24h;
  const auto before = written;
  write("loop", 100'000);
  CHECK(written == before + 100'000);
}

TEST_CASE_FIXTURE(Plugin, "one plugin's budget is not another's") {
  write("loop", 100'000'000, 1000);
  const auto before = written;
  write("chatlog", 10'000);
  CHECK(written == before + 10'000);
}

TEST_CASE_FIXTURE(Plugin, "names without end share a budget") {
  for (int i = 0; i < 100'000; ++i) write(std::to_string(i).c_str(), 1000, 1000);
  CHECK(written < 3u << 20);
}

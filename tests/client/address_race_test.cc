#include "client/address_race.h"

#include <doctest/doctest.h>

#include <string>

using moonroom::SteadyTime;
using moonroom::client::AddressRace;
using moonroom::client::interleaved;
namespace wire = moonroom::wire;
using namespace std::chrono_literals;

namespace {

std::vector<wire::Endpoint> endpoints(const std::vector<const char*>& texts) {
  std::vector<wire::Endpoint> all;
  for (const auto* text : texts) all.push_back({*wire::parse_address(text), 8888, 0, {}});
  return all;
}

constexpr auto kBegin = SteadyTime(1h);

// The steps with their times in milliseconds: "begin 0 at 0, begin 1 at 250".
struct Step {
  int at;
  char what;
  size_t address;
};

std::string result_of(size_t addresses, const std::vector<Step>& steps, int until) {
  AddressRace race(addresses, kBegin, 10s);
  std::string log;
  auto step = steps.begin();
  for (int at = 0; at <= until && !race.winner(); at += 10) {
    const auto now = kBegin + std::chrono::milliseconds(at);
    for (; step != steps.end() && step->at <= at; ++step) {
      if (step->what == 'f') race.failed(step->address, now);
      if (step->what == 'a') race.answered(step->address);
    }
    while (const auto next = race.begin_next(now))
      log += std::to_string(*next) + "@" + std::to_string(at) + " ";
    if (race.is_over(now)) return log + "over";
  }
  return log + (race.winner() ? "won by " + std::to_string(*race.winner()) : "goes on");
}

}  // namespace

TEST_CASE("the families take turns, in the resolver's order otherwise") {
  struct Row {
    std::vector<const char*> given;
    std::vector<const char*> order;
  };
  const Row rows[] = {
      {{"::1", "127.0.0.1"}, {"::1", "127.0.0.1"}},
      {{"2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1", "192.0.2.2"},
       {"2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "2001:db8::3"}},
      {{"192.0.2.1", "192.0.2.2", "2001:db8::1"}, {"192.0.2.1", "2001:db8::1", "192.0.2.2"}},
      {{"192.0.2.1", "192.0.2.1"}, {"192.0.2.1"}},
      {{"192.0.2.2", "192.0.2.1"}, {"192.0.2.2", "192.0.2.1"}},
  };
  for (const auto& row : rows) CHECK(interleaved(endpoints(row.given)) == endpoints(row.order));
}

TEST_CASE(
    "the next address begins after a quarter of a second, or when the one before has failed") {
  struct Row {
    const char* what;
    size_t addresses;
    std::vector<Step> steps;
    int until;
    const char* log;
  };
  const Row rows[] = {
      {"one that answers", 1, {{30, 'a', 0}}, 1000, "0@0 won by 0"},
      {"the first answers at once", 3, {{30, 'a', 0}}, 1000, "0@0 won by 0"},
      {"the first is silent", 2, {{280, 'a', 1}}, 1000, "0@0 1@250 won by 1"},
      {"the first fails", 2, {{20, 'f', 0}, {40, 'a', 1}}, 1000, "0@0 1@20 won by 1"},
      {"the first answers late, but first",
       2,
       {{400, 'a', 0}, {500, 'a', 1}},
       1000,
       "0@0 1@250 won by 0"},
      {"two fail", 3, {{20, 'f', 0}, {40, 'f', 1}, {60, 'a', 2}}, 1000, "0@0 1@20 2@40 won by 2"},
      {"an old failure hurries nobody", 3, {{300, 'f', 0}}, 600, "0@0 1@250 2@500 goes on"},
      {"who failed may answer yet", 1, {{20, 'f', 0}, {3000, 'a', 0}}, 5000, "0@0 won by 0"},
      {"nobody answers", 2, {{20, 'f', 0}, {40, 'f', 1}}, 20'000, "0@0 1@20 over"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    CHECK(result_of(row.addresses, row.steps, row.until) == row.log);
  }
}

TEST_CASE("without an early answer, the first address that has not failed is taken") {
  AddressRace race(3, kBegin, 10s);
  CHECK(race.best_guess() == 0);
  race.failed(0, kBegin);
  CHECK(race.best_guess() == 1);
  race.failed(2, kBegin);
  CHECK(race.best_guess() == 1);
  race.failed(1, kBegin);
  CHECK(race.best_guess() == 0);
}

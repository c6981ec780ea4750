#include "admin/dashboard.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "support/text.h"
#include "text/graphemes.h"
#include "text/text.h"

using namespace std::chrono_literals;
using namespace moonroom;
using support::has;

namespace {

metrics::MetricsSnapshot figures_of_plugins() {
  metrics::MetricsSnapshot figures;
  figures.members = 3;
  figures.relay.lines = 60;
  figures.relay.deliveries = 120;
  metrics::PluginMetrics quick;
  quick.name = "dice";
  quick.use.calls = 2;
  quick.use.longest = 2us;
  quick.use.times[ring::time_bucket(1us)] = 2;
  auto slow = quick;
  slow.name = "钟";
  slow.use.longest = 2ms;
  slow.use.times = {};
  slow.use.times[ring::time_bucket(1ms)] = 2;
  auto idle = quick;
  idle.name = "idle";
  idle.use = {};
  figures.plugins = {quick, slow, idle};
  figures.processes.push_back({"relay", {'S', 250ms, {}, 4'200'000}});
  return figures;
}

}  // namespace

TEST_CASE("speeds stand beside totals") {
  admin::Trends trends;
  const SteadyTime began{1h};
  trends.sample({}, began);
  trends.sample(figures_of_plugins().relay, began + 5s);
  const auto text = admin::to_dashboard(figures_of_plugins(), trends);
  CHECK(has(text, "lines             12      60  "));
  CHECK(has(text, "deliveries        24     120  "));
  CHECK(has(text, "members                 3 (0 came, 0 left)"));
  CHECK(has(text, "memory                  4.2 MB (relay 4.2 MB)"));
  CHECK(has(text, "plugins                 3 of 3 on, p99 of the slowest 1."));
}

TEST_CASE("no row is wider than a terminal of 80 columns") {
  admin::Trends trends;
  auto figures = figures_of_plugins();
  for (int step = 0; step < 100; ++step) {
    figures.relay.lines = figures.relay.deliveries = static_cast<uint64_t>(step) * 123'456'789'012;
    trends.sample(figures.relay, SteadyTime{1h} + step * admin::Trend::kStep);
  }
  std::istringstream text(admin::to_dashboard(figures, trends));
  for (std::string row; std::getline(text, row);)
    CHECK_MESSAGE(moonroom::text::columns_of_text(row) <= 80, row);
}

TEST_CASE("the slowest plugin is first, and plugins without calls are left out") {
  const auto page = admin::to_page(figures_of_plugins(), {}, {});
  CHECK(page.find("钟          2") < page.find("dice        2"));
  CHECK_FALSE(has(page, "idle"));
  CHECK_FALSE(has(admin::to_page({}, {}, {}), "PLUGIN"));
}

TEST_CASE("the live page fits a screen of 24 rows, but for the faster plugins") {
  const auto page =
      admin::to_page(figures_of_plugins(), {}, {{"PROCESS"}, {"relay"}, {"admin"}, {"plugins"}});
  const auto slowest = page.substr(0, page.find("钟"));
  CHECK(std::count(slowest.begin(), slowest.end(), '\n') < 22);
}

#include "metrics/exposition.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>
#include <string>

using namespace moonroom;

namespace {

bool has_line(const std::string& page, const std::string& line) {
  return ("\n" + page).find("\n" + line + "\n") != std::string::npos;
}

metrics::MetricsSnapshot figures_of_a_room() {
  metrics::MetricsSnapshot figures;
  figures.members = 3;
  figures.relay.lines = 12345678901;
  figures.store.committing = std::chrono::milliseconds(1500);
  metrics::PluginMetrics dice;
  dice.name = "dice";
  dice.use.calls = 7;
  dice.faults = 2;
  figures.plugins.push_back(dice);
  figures.processes.push_back({"relay", {'S', std::chrono::milliseconds(250), {}, 4096}});
  return figures;
}

}  // namespace

TEST_CASE("counters are printed in digits, whole or with a point") {
  const auto page = metrics::to_metrics(figures_of_a_room());
  CHECK(has_line(page, "moonroom_members 3"));
  CHECK(has_line(page, "moonroom_lines_total 12345678901"));
  CHECK(has_line(page, "moonroom_store_commit_seconds_total 1.5"));
  CHECK(has_line(page, "moonroom_process_cpu_seconds_total{process=\"relay\"} 0.25"));
}

TEST_CASE("each plugin has its own numbers, by its name") {
  const auto page = metrics::to_metrics(figures_of_a_room());
  CHECK(has_line(page, "moonroom_plugin_calls_total{plugin=\"dice\",kind=\"plugin\"} 7"));
  CHECK(has_line(page, "moonroom_plugin_faults_total{plugin=\"dice\",kind=\"plugin\"} 2"));
  CHECK(has_line(page, "moonroom_plugin_on{plugin=\"dice\",kind=\"plugin\"} 1"));
}

TEST_CASE("an odd name of a file breaks no line") {
  auto figures = figures_of_a_room();
  figures.plugins.front().name = "a\"b\\c\nd";
  CHECK(has_line(metrics::to_metrics(figures),
                 R"(moonroom_plugin_calls_total{plugin="a\"b\\c\nd",kind="plugin"} 7)"));
}

TEST_CASE("every series is described once, before it, and a counter's name says that it is one") {
  std::istringstream page(metrics::to_metrics(figures_of_a_room()));
  std::set<std::string> described;
  for (std::string line; std::getline(page, line);) {
    CAPTURE(line);
    std::istringstream words(line);
    std::string hash, what, name, type;
    words >> hash >> what >> name >> type;
    if (hash != "#") {
      CHECK(described.count(line.substr(0, line.find_first_of("{ "))) == 1);
    } else if (what == "TYPE") {
      CHECK(described.insert(name).second);
      CHECK((type == "counter") == name.ends_with("_total"));
    }
  }
  CHECK(described.size() > 40);
}

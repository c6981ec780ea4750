#include "metrics/exposition.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <span>
#include <string_view>

#include "base/version.h"
#include "metrics/series.h"

namespace moonroom::metrics {
namespace {

// Whole numbers above this are no longer exact in a double.
constexpr double kExact = 9007199254740992.0;

std::string in_digits(double value) {
  const bool whole = value == std::floor(value) && std::abs(value) < kExact;
  return whole ? fmt::format("{}", static_cast<int64_t>(value)) : fmt::format("{}", value);
}

// File names can contain characters that a label must not.
std::string in_quotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter == '\n' ? std::string_view("\\n") : std::string_view(&letter, 1);
  }
  return quoted + '"';
}

std::string labels_of(const PluginMetrics& plugin) {
  return fmt::format("{{plugin={},kind=\"{}\"}}", in_quotes(plugin.name),
                     plugin.script ? "script" : "plugin");
}

std::string labels_of(const ProcessMetrics& process) {
  return fmt::format("{{process={}}}", in_quotes(process.name));
}

template <class Of>
void head(std::string& page, const Series<Of>& series) {
  fmt::format_to(std::back_inserter(page),
                 "# HELP moonroom_{0} {2}\n"
                 "# TYPE moonroom_{0} {1}\n",
                 series.name, series.is_counter() ? "counter" : "gauge", series.help);
}

template <class Of>
void put_each(std::string& page, std::span<const Series<Of>> table, const std::vector<Of>& all) {
  if (all.empty()) return;
  for (const auto& series : table) {
    head(page, series);
    for (const auto& one : all)
      fmt::format_to(std::back_inserter(page), "moonroom_{}{} {}\n", series.name, labels_of(one),
                     in_digits(series.value(one)));
  }
}

}  // namespace

std::string to_metrics(const MetricsSnapshot& figures) {
  std::string page = "# HELP moonroom_info The program.\n# TYPE moonroom_info gauge\n";
  page += fmt::format("moonroom_info{{version=\"{}\"}} 1\n", version());
  for (const auto& series : host_series()) {
    head(page, series);
    fmt::format_to(std::back_inserter(page), "moonroom_{} {}\n", series.name,
                   in_digits(series.value(figures)));
  }
  put_each(page, plugin_series(), figures.plugins);
  put_each(page, process_series(), figures.processes);
  return page;
}

}  // namespace moonroom::metrics

#include "admin/plugin_table.h"

#include <fmt/format.h>

#include <chrono>

#include "admin/table.h"
#include "base/language.h"
#include "text/text.h"

namespace moonroom::admin {
namespace {

std::string order_of(const Value& details) {
  const auto* order = details.field("order");
  return order && order->number() ? fmt::format("{}", *order->number()) : "";
}

// "on_join" is shortened to "join"; filters keep their full names.
std::string short_name(const std::string& hook) {
  return hook.starts_with("on_") ? hook.substr(3) : hook;
}

std::string hooks_of(const Value& details) {
  const auto* hooks = details.field("hooks");
  std::string words;
  if (!hooks || !hooks->table()) return words;
  for (const auto& hook : hooks->table()->items)
    if (hook.text()) words += (words.empty() ? "" : " ") + short_name(*hook.text());
  return words;
}

std::string microseconds(std::chrono::nanoseconds time) {
  const double value = std::chrono::duration<double, std::micro>(time).count();
  return value < 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", value);
}

Row plugin_row(const ring::PluginEntry& plugin, const ring::PluginCounters& use) {
  const auto count = [](uint64_t number) { return std::to_string(number); };
  return {plugin.file.path,
          std::string(tr(to_string(plugin.state))),
          order_of(plugin.details),
          count(use.calls),
          count(plugin.faults),
          use.calls ? microseconds(use.percentile(0.5)) : "",
          use.calls ? microseconds(use.percentile(0.99)) : "",
          use.calls ? microseconds(use.longest) : "",
          count((use.memory + 1023) / 1024),
          count(use.changed),
          count(use.refused),
          hooks_of(plugin.details)};
}

// The first line of the error, with the path only once.
std::string reason_of(const ring::PluginEntry& plugin) {
  const auto named = plugin.file.path + ":";
  auto reason = text::visible(plugin.reason.substr(0, plugin.reason.find('\n')));
  if (!reason.starts_with(named)) reason.insert(0, named + " ");
  for (auto at = reason.find(named, 1); at != std::string::npos; at = reason.find(named, at))
    reason.replace(at, named.size(), "line ");
  return reason;
}

}  // namespace

std::string plugin_table(
    const ring::PluginRegistry& plugins,
    const std::function<ring::PluginCounters(const ring::PluginEntry&)>& use_of) {
  std::vector<Row> rows = {{"PLUGIN", "STATE", "ORDER", "CALLS", "FAULTS", "p50", "p99", "max µs",
                            "KiB", "CHANGED", "REFUSED", "HOOKS"}};
  std::string reasons;
  for (const auto& plugin : plugins.all()) {
    if (plugin.state == ring::State::gone) continue;
    if (!plugin.reason.empty()) reasons += "\n" + reason_of(plugin);
    if (!is_words(plugin.file.role)) rows.push_back(plugin_row(plugin, use_of(plugin)));
  }
  return to_table(rows, {"ORDER", "CALLS", "FAULTS", "p50", "p99", "max µs", "KiB", "CHANGED",
                         "REFUSED"}) +
         reasons;
}

}  // namespace moonroom::admin

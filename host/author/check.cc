#include "author/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "author/globals.h"
#include "author/local_judge.h"
#include "process/clocks.h"

namespace moonroom::author {
namespace {

// Loads all, and returns what was wrong with it.
std::vector<std::string> load_all(LocalJudge& judge, const std::vector<ring::Load>& files,
                                  uint32_t first_id) {
  std::vector<std::string> wrong;
  for (auto file : files) {
    file.id = first_id++;
    const auto loaded = judge.load(file, process::moment());
    if (!loaded) wrong.push_back(loaded.error().what.substr(0, loaded.error().what.find('\n')));
    if (!is_words(file.role))
      for (auto& slip : global_slips(file.source, file.path)) wrong.push_back(std::move(slip));
  }
  return wrong;
}

std::string reason_of(const script::Plugin& plugin) {
  std::string why = plugin.is_script() ? "a script" : "";
  const auto& place = plugin.place();
  const auto add = [&](const std::string& words) { why += (why.empty() ? "" : ", ") + words; };
  add(fmt::format("order {}", place.order));
  if (!place.before.empty()) add(fmt::format("before {}", fmt::join(place.before, " and ")));
  if (!place.after.empty()) add(fmt::format("after {}", fmt::join(place.after, " and ")));
  if (place.fail_closed) add("refuses what it cannot judge");
  return why;
}

}  // namespace

std::vector<std::string> check(const std::vector<ring::Load>& room,
                               const std::vector<ring::Load>& files,
                               const script::PluginLimits& limits) {
  LocalJudge judge(limits);
  auto wrong = load_all(judge, room, 0);
  judge.take_faults();
  for (auto& slip : load_all(judge, files, static_cast<uint32_t>(room.size())))
    wrong.push_back(std::move(slip));
  // Each plugin of a circle says so; one is enough.
  auto faults = judge.take_faults();
  std::sort(faults.begin(), faults.end());
  faults.erase(std::unique(faults.begin(), faults.end()), faults.end());
  wrong.insert(wrong.end(), faults.begin(), faults.end());
  return wrong;
}

std::string pipeline(const std::vector<ring::Load>& files, const script::PluginLimits& limits) {
  LocalJudge judge(limits);
  std::string text;
  for (const auto& wrong : load_all(judge, files, 0)) text += wrong + "\n";
  for (size_t i = 0; i < script::kHookNames.size(); ++i) {
    std::string lines;
    size_t place = 0;
    for (const auto& plugin : judge.host().line().plugins())
      if (plugin->has(static_cast<script::Hook>(i)))
        lines += fmt::format("  {}. {:<28} {}\n", ++place, plugin->file().path, reason_of(*plugin));
    if (!lines.empty()) text += fmt::format("{}\n{}", script::kHookNames[i], lines);
  }
  return text;
}

}  // namespace moonroom::author

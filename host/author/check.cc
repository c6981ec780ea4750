#include "author/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "author/globals.h"
#include "author/local_judge.h"
#include "base/language.h"
#include "base/nearest.h"
#include "process/clocks.h"
#include "script/settings.h"
#include "script/time_limit.h"

namespace moonroom::author {
namespace {

// Loads all files; returns the errors.
std::vector<std::string> load_all(LocalJudge& judge, const std::vector<ring::PluginSource>& files,
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

// The names of plugins and scripts that a file can refer to.
class Names {
 public:
  Names(const std::vector<ring::PluginSource>& room, const std::vector<ring::PluginSource>& files,
        const std::vector<std::string>& others)
      : known_(others.begin(), others.end()) {
    for (const auto* some : {&room, &files})
      for (const auto& file : *some)
        if (!is_words(file.role)) known_.push_back(file.name);
  }

  void check_sections(const ring::PluginSource& settings, const script::PluginLimits& limits,
                      std::vector<std::string>& wrong) const {
    const script::CallTime limited(limits.call_time);
    const auto words = script::read_words(settings, limits);
    if (!words) return;  // Reported when the file was loaded.
    for (const auto& [section, value] : words->table()->fields)
      if (!is_known(section))
        wrong.push_back(
            fmt::format("{}: settings for `{}`: {}", settings.path, section, there_is_no(section)));
  }

  void check_neighbours(const script::Plugin& plugin, std::vector<std::string>& wrong) const {
    for (const auto& [word, neighbours] : {std::pair("before", &plugin.ordering().before),
                                           std::pair("after", &plugin.ordering().after)})
      for (const auto& name : *neighbours)
        if (!is_known(name))
          wrong.push_back(fmt::format("{}: {} = \"{}\": {}", plugin.file().path, word, name,
                                      there_is_no(name)));
  }

 private:
  bool is_known(std::string_view name) const {
    return std::find(known_.begin(), known_.end(), name) != known_.end();
  }

  std::string there_is_no(std::string_view name) const {
    const auto meant = nearest(name, known_);
    return meant.empty() ? "there is no such plugin"
                         : fmt::format("there is no such plugin; did you mean `{}`?", meant);
  }

  std::vector<std::string_view> known_;
};

std::string listed(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, tr(" and ")));
}

std::string reason_of(const script::Plugin& plugin) {
  std::string why(plugin.is_script() ? tr("a script") : "");
  const auto& place = plugin.ordering();
  const auto add = [&](const std::string& words) { why += (why.empty() ? "" : ", ") + words; };
  add(tr_format("order {}", place.order));
  if (!place.before.empty()) add(tr_format("before {}", listed(place.before)));
  if (!place.after.empty()) add(tr_format("after {}", listed(place.after)));
  if (place.fail_closed) add(std::string(tr("refuses what it cannot judge")));
  return why;
}

}  // namespace

std::vector<std::string> check(const std::vector<ring::PluginSource>& room,
                               const std::vector<ring::PluginSource>& files,
                               const std::vector<std::string>& others,
                               const script::PluginLimits& limits) {
  room::RoomState state;
  LocalJudge judge(limits, state);
  load_all(judge, room, 0);
  judge.drain_faults();
  auto wrong = load_all(judge, files, static_cast<uint32_t>(room.size()));
  const Names names(room, files, others);
  for (const auto& file : files)
    if (file.role == ring::Role::settings) names.check_sections(file, limits, wrong);
  for (const auto& plugin : judge.host().chain().plugins()) names.check_neighbours(*plugin, wrong);
  // Each plugin of a cycle reports it; one report is enough.
  auto faults = judge.drain_faults();
  std::sort(faults.begin(), faults.end());
  faults.erase(std::unique(faults.begin(), faults.end()), faults.end());
  wrong.insert(wrong.end(), faults.begin(), faults.end());
  return wrong;
}

std::string pipeline(const std::vector<ring::PluginSource>& files,
                     const script::PluginLimits& limits) {
  room::RoomState state;
  LocalJudge judge(limits, state);
  std::string text;
  for (const auto& wrong : load_all(judge, files, 0)) text += said_anew(wrong) + "\n";
  for (size_t i = 0; i < script::kHooks.size(); ++i) {
    std::string lines;
    size_t place = 0;
    for (const auto& plugin : judge.host().chain().plugins())
      if (plugin->has(static_cast<script::Hook>(i)))
        lines += fmt::format("  {}. {:<28} {}\n", ++place, plugin->file().path, reason_of(*plugin));
    if (!lines.empty()) text += fmt::format("{}\n{}", script::kHooks[i].name, lines);
  }
  std::string commands;
  for (const auto& plugin : judge.host().chain().plugins())
    for (const auto& [name, command] : plugin->commands())
      commands += fmt::format(
          "  /{:<30} {}\n", name + (command.usage.empty() ? "" : " ") + command.usage,
          plugin->file().path +
              std::string(command.for_administrators ? tr(", administrators only") : ""));
  if (!commands.empty()) text += fmt::format("{}\n{}", tr("commands"), commands);
  return text;
}

}  // namespace moonroom::author

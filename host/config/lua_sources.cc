#include "config/lua_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "files/lua_names.h"
#include "process/clocks.h"

namespace moonroom::config {
namespace {

namespace fs = std::filesystem;

// Shorter files can be equal by chance.
constexpr size_t kMinCopied = 64;

bool is_copied_text(const ring::PluginSource& one, const ring::PluginSource& other) {
  return one.source.size() >= kMinCopied && one.source == other.source;
}

}  // namespace

Result<std::vector<ring::PluginSource>> LuaSources::read() {
  auto found = scan(order(), process::wall_time());
  if (!found.fatal.empty()) return problem(found.fatal);
  apply_scan(std::move(found));
  return std::exchange(changes_.changed, {});
}

LuaSources::Changes LuaSources::rescan() {
  apply_scan(scan(order(), process::wall_time()));
  return drain_changes();
}

ScanOrder LuaSources::order() const {
  ScanOrder order{options_.scripts, options_.plugins, options_.wording, {}};
  for (const auto& [place, known] : known_) order.known.emplace(place, known.stamp);
  return order;
}

void LuaSources::apply_scan(Scan found) {
  complain(found.wrong);
  remove_missing(found);
  for (auto& file : found.files) apply_file(file);
  if (!changes_.changed.empty()) find_copies();
  unseen_ = std::move(found.unseen);
  watched_ = std::move(found.watched);
}

void LuaSources::apply_file(ScannedFile& file) {
  if (file.is_unchanged) return;
  const auto [place, is_new] = known_.try_emplace(file.place);
  auto& known = place->second;
  const bool same_source = !is_new && known.load.source == file.load.source;
  const bool same_problem = !is_new && known.load.problem == file.load.problem;
  known.stamp = file.stamp;
  if (!file.load.problem.empty()) {
    // Keep the source, which is running.
    if (is_new) known.load = file.load;
    known.load.problem = file.load.problem;
    if (!same_problem) changes_.changed.push_back(std::move(file.load));
    return;
  }
  if (same_source && same_problem) return;
  known.load = file.load;
  file.load.only_if_changed = same_source;
  changes_.changed.push_back(std::move(file.load));
}

// A name that is not listed is gone, even if there are other errors. In a folder that cannot be
// listed, no file counts as gone.
void LuaSources::remove_missing(const Scan& found) {
  std::set<std::string_view> there;
  for (const auto& file : found.files) there.insert(file.place);
  for (auto it = known_.begin(); it != known_.end();) {
    const auto& place = it->first;
    const auto& known = it->second;
    const auto is_of = [&](const std::string& unseen) {
      return unseen == place || fs::path(unseen) == fs::path(place).parent_path();
    };
    if (there.contains(place) || std::any_of(found.unseen.begin(), found.unseen.end(), is_of)) {
      ++it;
      continue;
    }
    // Without the file, all settings have their defaults.
    if (known.load.role == ring::Role::settings)
      changes_.changed.push_back({ring::Role::settings, 0, "config", known.load.path, "return {}"});
    else
      changes_.gone.push_back(known.load.path);
    told_copies_.erase(place);
    it = known_.erase(it);
  }
}

void LuaSources::complain(const std::vector<std::string>& wrong) {
  std::set<std::string> now(wrong.begin(), wrong.end());
  for (const auto& each : now)
    if (!told_wrong_.contains(each)) changes_.wrong.push_back(each);
  told_wrong_ = std::move(now);
}

// Reports each copy once, when both files are readable.
void LuaSources::find_copies() {
  std::vector<std::string> names;
  for (const auto& [place, known] : known_)
    if (known.load.role == ring::Role::plugin) names.push_back(known.load.name);
  for (const auto& [place, known] : known_) {
    if (known.load.role != ring::Role::plugin || told_copies_.contains(place)) continue;
    const auto by_name = files::original_of(known.load.name, names);
    for (const auto& [other_place, other] : known_) {
      const bool is_original = other.load.role == ring::Role::plugin && other.load.name == by_name;
      const bool is_first = other.load.role == ring::Role::script ||
                            (other.load.role == ring::Role::plugin && other_place < place);
      const bool is_twin = is_first && is_copied_text(known.load, other.load);
      if (!is_original && !is_twin) continue;
      told_copies_.insert(place);
      changes_.notices.push_back(
          fmt::format("{} is a copy of {}: both run, so what they do is done twice; remove one",
                      known.load.path, other.load.path));
      break;
    }
  }
}

Result<ring::PluginSource> LuaSources::read_again(const ring::PluginSource& file) const {
  const auto place = std::find_if(known_.begin(), known_.end(), [&](const auto& known) {
    return known.second.load.path == file.path;
  });
  if (place == known_.end()) return problem(file.path + " is gone");
  return read_lua_file(file.role, place->first);
}

}  // namespace moonroom::config

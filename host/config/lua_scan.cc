#include "config/lua_scan.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "config/options.h"
#include "files/folder.h"
#include "files/lua_names.h"
#include "files/lua_text.h"

namespace moonroom::config {
namespace {

namespace fs = std::filesystem;
using files::NameKind;

bool is_meant_as_lua(const std::string& name) {
  const auto kind = files::kind_of_name(name);
  return kind == NameKind::lua || kind == NameKind::misnamed;
}

// "plugins/welcome.lua", independent of the folder's location.
std::string path_of(const fs::path& file) {
  return files::shown((file.parent_path().filename() / file.filename()).string());
}

Result<files::FileText> read_source(const fs::path& file) {
  if (auto wrong = files::wrong_with_name(file.filename().string()); !wrong.empty())
    return problem(std::move(wrong));
  auto read = files::read_regular(file, kMaxLuaFile);
  if (!read) return tl::unexpected(read.error());
  auto text = files::lua_text(std::move(read->bytes));
  if (!text) return tl::unexpected(text.error());
  return files::FileText{std::move(*text), read->stamp};
}

ring::PluginSource load_of(ring::Role role, const fs::path& file) {
  ring::PluginSource load;
  load.role = role;
  load.name = files::shown(files::stem_of(file.filename().string()));
  load.path = path_of(file);
  return load;
}

// One scan of all folders.
class Scanner {
 public:
  Scanner(const ScanOrder& order, WallTime now) : order_(order), now_(now) {}

  Scan run() {
    const auto wordings = order_.scripts / "wording";
    take_wordings(wordings, names_in(wordings));
    const auto plugins = lua_in(order_.plugins);
    const auto is_settings = [](const fs::path& file) { return file.filename() == "config.lua"; };
    for (const auto& file : plugins)
      if (is_settings(file)) take(ring::Role::settings, file);
    for (const auto& file : lua_in(order_.scripts)) take(ring::Role::script, file);
    for (const auto& file : plugins)
      if (!is_settings(file)) take(ring::Role::plugin, file);
    return std::move(scan_);
  }

 private:
  // The names in a folder; empty, with a complaint, when it cannot be listed.
  std::vector<std::string> names_in(const fs::path& folder) {
    watch_chain(folder);
    scan_.watched[folder.string()].clear();
    auto names = files::list_names(folder);
    if (names) {
      std::sort(names->begin(), names->end());
      return std::move(*names);
    }
    scan_.unseen.push_back(folder.string());
    const bool own = folder == order_.plugins;
    auto wrong = fmt::format("cannot read the folder {}: {}; name another with {}",
                             files::shown(folder.string()), names.error().what,
                             own ? "--plugins" : "--scripts");
    if (!own && scan_.fatal.empty()) scan_.fatal = wrong;
    scan_.wrong.push_back(std::move(wrong));
    return {};
  }

  std::vector<fs::path> lua_in(const fs::path& folder) {
    auto names = names_in(folder);
    std::erase_if(names, [](const std::string& name) { return !is_meant_as_lua(name); });
    if (names.size() > kMaxLuaFiles) drop_beyond_most(folder, names);
    std::vector<fs::path> files;
    files.reserve(names.size());
    for (const auto& name : names) files.push_back(folder / name);
    return files;
  }

  // Keeps known files; of the others the first by name.
  void drop_beyond_most(const fs::path& folder, std::vector<std::string>& names) {
    scan_.wrong.push_back(
        fmt::format("the folder {} holds {} files of Lua, and {} are read; move the others away",
                    files::shown(folder.string()), names.size(), kMaxLuaFiles));
    std::stable_partition(names.begin(), names.end(), [&](const std::string& name) {
      return name == "config.lua" || order_.known.contains((folder / name).string());
    });
    names.resize(kMaxLuaFiles);
    std::sort(names.begin(), names.end());
  }

  // The default wording comes below the chosen one: a wording has only the differences.
  void take_wordings(const fs::path& folder, const std::vector<std::string>& names) {
    std::vector<std::string> wanted = {kDefaultWording};
    if (order_.wording != kDefaultWording) wanted.push_back(order_.wording);
    for (const auto& name : wanted) {
      const auto file = folder / (name + ".lua");
      if (files::is_taken(file)) {
        take(ring::Role::wording, file);
        continue;
      }
      // The scan has reported the folder already.
      if (names.empty()) continue;
      scan_.wrong.push_back(no_wording(name, names));
      scan_.unseen.push_back(file.string());
      // Scripts have default texts of their own, but a missing wording that was chosen is an error.
      if (name != kDefaultWording) scan_.fatal = scan_.wrong.back();
    }
  }

  static std::string no_wording(const std::string& name, const std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (const auto& each : names)
      if (files::kind_of_name(each) == NameKind::lua)
        known.push_back(files::shown(files::stem_of(each)));
    return fmt::format("there is no wording '{}'; there are: {}", files::shown(name),
                       fmt::join(known, ", "));
  }

  void take(ring::Role role, const fs::path& file) {
    // The file can have been removed since the folder was listed.
    if (!files::is_taken(file)) return;
    watch_links(file);
    ScannedFile scanned{file.string(), load_of(role, file), false, std::nullopt};
    if (is_known(scanned.place)) {
      scanned.is_unchanged = true;
    } else if (auto text = read_source(file)) {
      scanned.load.source = std::move(text->bytes);
      if (files::is_settled(text->stamp, now_)) scanned.stamp = text->stamp;
    } else {
      scanned.load.problem = text.error().what;
    }
    scan_.files.push_back(std::move(scanned));
  }

  bool is_known(const std::string& place) const {
    const auto known = order_.known.find(place);
    struct stat status {};
    return known != order_.known.end() && known->second && ::stat(place.c_str(), &status) == 0 &&
           S_ISREG(status.st_mode) && files::stamp_of(status) == *known->second;
  }

  // Watches the target of a link in a watched folder, which is elsewhere.
  void watch_links(const fs::path& file) {
    const auto chain = files::link_chain(file);
    for (size_t i = 1; i < chain.size(); ++i) watch_name(chain[i]);
  }

  void watch_chain(const fs::path& folder) {
    // A path that ends in a slash has no last name.
    for (const auto& path :
         files::link_chain(folder.has_filename() ? folder : folder.parent_path()))
      watch_name(path);
  }

  // Keeps a folder that is watched for all names.
  void watch_name(const fs::path& path) {
    const auto parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const auto [watched, is_new] = scan_.watched.try_emplace(parent.string());
    if (is_new || !watched->second.empty()) watched->second.insert(path.filename().string());
  }

  const ScanOrder& order_;
  WallTime now_;
  Scan scan_;
};

}  // namespace

Scan scan(const ScanOrder& order, WallTime now) {
  return Scanner(order, now).run();
}

Result<ring::PluginSource> read_lua_file(ring::Role role, const fs::path& path) {
  auto text = read_source(path);
  if (!text) return problem(fmt::format("{}: {}", files::shown(path.string()), text.error().what));
  auto load = load_of(role, path);
  load.source = std::move(text->bytes);
  return load;
}

std::vector<fs::path> lua_files(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& name : files::list_names(folder).value_or(std::vector<std::string>()))
    if (is_meant_as_lua(name)) found.push_back(folder / name);
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace moonroom::config

#include "app/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace moonroom::app {
namespace {

namespace fs = std::filesystem;

// A plugin is a page or two; this is a mistake, or data that does not belong into code.
constexpr uintmax_t kMaxFile = 256u << 10;

constexpr const char* kTestEnding = "_test.lua";

Result<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.is_open() || in.bad()) return problem(fmt::format("cannot read {}", path.string()));
  if (text.size() > kMaxFile)
    return problem(fmt::format("{} is larger than {} KiB", path.string(), kMaxFile / 1024));
  return text;
}

// Hidden files are editors' own: backups, swap and lock files. Tests are for `moonroomd test`.
bool is_lua_file(const fs::path& path) {
  const auto name = path.filename().string();
  return path.extension() == ".lua" && !name.starts_with('.') && !name.ends_with(kTestEnding);
}

Result<std::vector<fs::path>> list(const fs::path& folder, std::string_view option) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (is_lua_file(it->path())) files.push_back(it->path());
  if (error)
    return problem(fmt::format("cannot read the folder {}: {}; name another with {}",
                               folder.string(), error.message(), option));
  std::sort(files.begin(), files.end());
  return files;
}

// "plugins/welcome.lua", wherever the folder lies.
std::string path_of(const fs::path& file) {
  return (file.parent_path().filename() / file.filename()).string();
}

Result<fs::path> find_wording(const fs::path& folder, const std::string& name) {
  const auto path = folder / (name + ".lua");
  std::error_code ignored;
  if (fs::exists(path, ignored)) return path;
  const auto known = list(folder, "--scripts");
  if (!known) return tl::unexpected(known.error());
  std::vector<std::string> names;
  std::transform(known->begin(), known->end(), std::back_inserter(names),
                 [](const fs::path& file) { return file.stem().string(); });
  return problem(
      fmt::format("there is no wording '{}'; there are: {}", name, fmt::join(names, ", ")));
}

}  // namespace

Result<ring::Load> read_lua_file(ring::Role role, const fs::path& path) {
  auto source = read_file(path);
  if (!source) return tl::unexpected(source.error());
  return ring::Load{role, 0, path.stem().string(), path_of(path), std::move(*source)};
}

std::vector<fs::path> lua_files(const fs::path& folder) {
  return list(folder, {}).value_or(std::vector<fs::path>());
}

// What one folder, or one option, contributes.
struct Library::Shelf {
  ring::Role role;
  Result<std::vector<fs::path>> files;
};

// In the order in which they are loaded: whoever comes later may build on those before.
std::vector<Library::Shelf> Library::shelves() const {
  std::vector<Shelf> shelves;
  // The default lies under the one that was asked for: a wording says only what is different.
  std::vector<std::string> names = {kDefaultWording};
  if (options_.wording != kDefaultWording) names.push_back(options_.wording);
  shelves.reserve(names.size() + 3);  // Settings, scripts, plugins.
  for (const auto& name : names)
    shelves.push_back(
        {ring::Role::wording,
         find_wording(options_.scripts / "wording", name).map([](const fs::path& file) {
           return std::vector{file};
         })});
  const auto plugins = list(options_.plugins, "--plugins");
  std::vector<fs::path> settings;
  std::vector<fs::path> others;
  for (const auto& file : plugins.value_or(std::vector<fs::path>()))
    (file.filename() == "config.lua" ? settings : others).push_back(file);
  shelves.push_back({ring::Role::settings, settings});
  shelves.push_back({ring::Role::script, list(options_.scripts, "--scripts")});
  shelves.push_back({ring::Role::plugin, plugins.map([&](const auto&) { return others; })});
  return shelves;
}

Result<std::vector<ring::Load>> Library::read() {
  auto first = look();
  if (!first.wrong.empty()) return problem(first.wrong.front());
  return std::move(first.changed);
}

Library::Changes Library::look() {
  Changes changes;
  std::vector<std::string> there;
  for (const auto& shelf : shelves()) {
    look_at(shelf, changes);
    if (shelf.files)
      for (const auto& file : *shelf.files) there.push_back(path_of(file));
  }
  // What cannot be seen is not gone.
  if (changes.wrong.empty()) remove_missing(there, changes);
  return changes;
}

void Library::look_at(const Shelf& shelf, Changes& changes) {
  if (!shelf.files) return changes.wrong.push_back(shelf.files.error().what);
  for (const auto& file : *shelf.files) {
    auto fresh = read_lua_file(shelf.role, file);
    if (!fresh) {
      changes.wrong.push_back(fresh.error().what);
      continue;
    }
    const auto [known, is_new] = known_.try_emplace(fresh->path);
    if (!is_new && known->second.source == fresh->source) continue;
    known->second = {shelf.role, fresh->source};
    changes.changed.push_back(std::move(*fresh));
  }
}

void Library::remove_missing(const std::vector<std::string>& there, Changes& changes) {
  for (auto it = known_.begin(); it != known_.end();) {
    if (std::find(there.begin(), there.end(), it->first) != there.end()) {
      ++it;
      continue;
    }
    // Without the file all settings are the defaults.
    if (it->second.role == ring::Role::settings)
      changes.changed.push_back({ring::Role::settings, 0, "config", it->first, "return {}"});
    else
      changes.gone.push_back(it->first);
    it = known_.erase(it);
  }
}

Result<ring::Load> Library::read_again(const ring::Load& file) const {
  const auto& folder = file.role == ring::Role::script ? options_.scripts : options_.plugins;
  return read_lua_file(file.role, folder / (file.name + ".lua"));
}

std::vector<fs::path> Library::folders() const {
  return {options_.scripts / "wording", options_.scripts, options_.plugins};
}

}  // namespace moonroom::app

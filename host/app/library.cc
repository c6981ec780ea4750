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

Result<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.good() && !in.eof()) return problem(fmt::format("cannot read {}", path.string()));
  if (text.size() > kMaxFile)
    return problem(fmt::format("{} is larger than {} KiB", path.string(), kMaxFile / 1024));
  return text;
}

// Hidden files are editors' own: backups, swap and lock files.
bool is_lua_file(const fs::path& path) {
  const auto name = path.filename().string();
  return path.extension() == ".lua" && !name.starts_with('.');
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

Result<ring::Load> load(ring::Role role, const fs::path& path) {
  auto source = read_file(path);
  if (!source) return tl::unexpected(source.error());
  const auto folder = path.parent_path().filename();
  return ring::Load{role, 0, path.stem().string(), (folder / path.filename()).string(),
                    std::move(*source)};
}

Result<void> add_folder(std::vector<ring::Load>& files, ring::Role role, const fs::path& folder,
                        std::string_view option) {
  const auto paths = list(folder, option);
  if (!paths) return tl::unexpected(paths.error());
  for (const auto& path : *paths) {
    const bool settings = role == ring::Role::plugin && path.filename() == "config.lua";
    auto file = load(settings ? ring::Role::settings : role, path);
    if (!file) return tl::unexpected(file.error());
    files.push_back(std::move(*file));
  }
  return {};
}

Result<ring::Load> load_wording(const fs::path& folder, const std::string& name) {
  const auto path = folder / (name + ".lua");
  std::error_code ignored;
  if (fs::exists(path, ignored)) return load(ring::Role::wording, path);
  const auto known = list(folder, "--scripts");
  if (!known) return tl::unexpected(known.error());
  std::vector<std::string> names;
  for (const auto& one : *known) names.push_back(one.stem().string());
  return problem(
      fmt::format("there is no wording '{}'; there are: {}", name, fmt::join(names, ", ")));
}

// The default lies under the one that was asked for: a wording says only what is different.
Result<void> add_wordings(std::vector<ring::Load>& files, const Options& options) {
  const auto folder = options.scripts / "wording";
  std::vector<std::string> names = {kDefaultWording};
  if (options.wording != kDefaultWording) names.push_back(options.wording);
  for (const auto& name : names) {
    auto wording = load_wording(folder, name);
    if (!wording) return tl::unexpected(wording.error());
    files.push_back(std::move(*wording));
  }
  return {};
}

}  // namespace

Result<std::vector<ring::Load>> read_library(const Options& options) {
  std::vector<ring::Load> files;
  const auto wordings = add_wordings(files, options);
  if (!wordings) return tl::unexpected(wordings.error());
  const auto scripts = add_folder(files, ring::Role::script, options.scripts, "--scripts");
  if (!scripts) return tl::unexpected(scripts.error());
  const auto plugins = add_folder(files, ring::Role::plugin, options.plugins, "--plugins");
  if (!plugins) return tl::unexpected(plugins.error());
  return files;
}

Result<ring::Load> read_again(const Options& options, const ring::Load& file) {
  const auto& folder = file.role == ring::Role::script ? options.scripts : options.plugins;
  auto fresh = load(file.role, folder / (file.name + ".lua"));
  if (fresh) fresh->id = file.id;
  return fresh;
}

}  // namespace moonroom::app

#include "config/gallery.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "config/lua_scan.h"
#include "files/folder.h"
#include "files/lua_names.h"
#include "files/regular_file.h"

namespace moonroom::config {
namespace {

namespace fs = std::filesystem;

// Bounds the search for a free number.
constexpr int kMaxSetAside = 99;

std::string shown(const fs::path& path) {
  return files::shown(path.string());
}

// Refuses a name that is no plugin's or leads into another folder.
Result<void> check_name(std::string_view name) {
  const auto file = std::string(name) + ".lua";
  const bool is_one_name = !name.empty() && file.find('/') == std::string::npos &&
                           file.find('\0') == std::string::npos && !name.starts_with('.');
  if (!is_one_name) return problem(fmt::format("'{}' is no plugin's name", files::shown(name)));
  if (files::kind_of_name(file) == files::NameKind::test)
    return problem(fmt::format("{} is a test: moonroomd test runs it", files::shown(name)));
  if (name == "config") return problem("config.lua holds the plugins' settings; it is no plugin");
  if (const auto wrong = files::wrong_with_name(file); !wrong.empty())
    return problem(fmt::format("'{}': {}", files::shown(name), wrong));
  return {};
}

}  // namespace

fs::path Gallery::place_of(std::string_view name, std::string_view ending) const {
  return plugins_ / fmt::format("{}{}", name, ending);
}

Result<std::string> Gallery::enable(std::string_view name) const {
  if (auto right = check_name(name); !right) return tl::unexpected(right.error());
  const auto file = place_of(name, ".lua");
  const auto aside = place_of(name, ".lua.off");
  const auto original = gallery_ / fmt::format("{}.lua", name);
  const bool is_aside = files::is_taken(aside);
  if (!is_aside && !files::is_taken(original))
    return problem(fmt::format("there is no plugin {} to turn on; there are: {}",
                               files::shown(name), fmt::join(names(), ", ")));
  if (files::is_taken(file)) return problem(shown(file) + " is there already");
  const auto& from = is_aside ? aside : original;
  const auto text = files::read_regular(from, kMaxLuaFile);
  if (!text) return problem(fmt::format("{}: {}", shown(from), text.error().what));
  auto done = is_aside ? files::move_to_free(aside, file) : files::write_new(file, text->bytes);
  if (!done) return tl::unexpected(done.error());
  return fmt::format("{} is on: {}", name, shown(file));
}

Result<std::string> Gallery::disable(std::string_view name) const {
  if (auto right = check_name(name); !right) return tl::unexpected(right.error());
  const auto file = place_of(name, ".lua");
  if (!files::is_taken(file))
    return problem(fmt::format("there is no plugin {} in {}", files::shown(name), shown(plugins_)));
  const auto aside = place_of(name, ".lua.off");
  const auto kept = make_room(aside);
  if (!kept) return tl::unexpected(kept.error());
  if (auto moved = files::move_to_free(file, aside); !moved) return tl::unexpected(moved.error());
  return fmt::format("{} is off; /plugin enable {} turns it on again{}", name, name, *kept);
}

// Renames an older file out of the way; returns a message about it.
Result<std::string> Gallery::make_room(const fs::path& aside) const {
  if (!files::is_taken(aside)) return std::string();
  for (int number = 1; number <= kMaxSetAside; ++number) {
    const fs::path older = fmt::format("{}.{}", aside.string(), number);
    if (files::is_taken(older)) continue;
    if (auto moved = files::move_to_free(aside, older); !moved)
      return tl::unexpected(moved.error());
    return fmt::format("; the {} that was there is {} now", shown(aside.filename()),
                       shown(older.filename()));
  }
  return problem(fmt::format("{} and {} others are set aside already; remove some", shown(aside),
                             kMaxSetAside));
}

bool Gallery::has_any_off() const {
  std::error_code error;
  for (fs::directory_iterator it(plugins_, error), end; !error && it != end; it.increment(error))
    if (it->path().filename().string().ends_with(".lua.off")) return true;
  return false;
}

std::vector<std::string> Gallery::names() const {
  std::vector<std::string> names;
  for (const auto& file : lua_files(gallery_))
    names.push_back(files::shown(files::stem_of(file.filename().string())));
  return names;
}

}  // namespace moonroom::config

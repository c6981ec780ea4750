#include "app/gallery.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace moonroom::app {
namespace {

namespace fs = std::filesystem;

// A name and no way into another folder.
bool is_name(std::string_view name) {
  return !name.empty() && name.find('/') == std::string_view::npos && !name.starts_with('.');
}

}  // namespace

Result<std::string> Gallery::enable(std::string_view name) const {
  const auto file = plugins_ / fmt::format("{}.lua", name);
  const auto aside = plugins_ / fmt::format("{}.lua.off", name);
  const auto original = gallery_ / fmt::format("{}.lua", name);
  std::error_code error;
  if (!is_name(name) || (!fs::exists(aside, error) && !fs::exists(original, error)))
    return problem(fmt::format("there is no plugin {} to turn on; there are: {}", name,
                               fmt::join(names(), ", ")));
  if (fs::exists(file, error)) return problem(fmt::format("{} is there already", file.string()));
  error.clear();
  if (fs::exists(aside))
    fs::rename(aside, file, error);
  else
    fs::copy_file(original, file, error);
  if (error)
    return problem(fmt::format("{} cannot be written: {}", file.string(), error.message()));
  return fmt::format("{} is on: {}", name, file.string());
}

Result<std::string> Gallery::disable(std::string_view name) const {
  const auto file = plugins_ / fmt::format("{}.lua", name);
  std::error_code error;
  if (!is_name(name) || !fs::exists(file, error))
    return problem(fmt::format("there is no plugin {} in {}", name, plugins_.string()));
  fs::rename(file, plugins_ / fmt::format("{}.lua.off", name), error);
  if (error) return problem(fmt::format("{} cannot be moved: {}", file.string(), error.message()));
  return fmt::format("{} is off; /plugin enable {} turns it on again", name, name);
}

std::vector<std::string> Gallery::names() const {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(gallery_, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".lua" && !it->path().stem().string().ends_with("_test"))
      names.push_back(it->path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace moonroom::app

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

std::string Gallery::enable(std::string_view name) const {
  const auto file = plugins_ / fmt::format("{}.lua", name);
  const auto aside = plugins_ / fmt::format("{}.lua.off", name);
  const auto original = gallery_ / fmt::format("{}.lua", name);
  std::error_code error;
  if (!is_name(name)) return fmt::format("which? there are: {}", fmt::join(names(), ", "));
  if (fs::exists(file, error)) return fmt::format("{} is there already", file.string());
  if (fs::exists(aside, error))
    fs::rename(aside, file, error);
  else if (fs::exists(original, error))
    fs::copy_file(original, file, error);
  else
    return fmt::format("there is no plugin {} to turn on; there are: {}", name,
                       fmt::join(names(), ", "));
  if (error) return fmt::format("{} cannot be written: {}", file.string(), error.message());
  return fmt::format("{} is on: {}", name, file.string());
}

std::string Gallery::disable(std::string_view name) const {
  const auto file = plugins_ / fmt::format("{}.lua", name);
  std::error_code error;
  if (!is_name(name) || !fs::exists(file, error))
    return fmt::format("there is no plugin {}; /plugin list lists them", name);
  const auto aside = plugins_ / fmt::format("{}.lua.off", name);
  fs::rename(file, aside, error);
  if (error) return fmt::format("{} cannot be moved: {}", file.string(), error.message());
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

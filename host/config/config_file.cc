#include "config/config_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <sstream>

#include "base/nearest.h"

namespace moonroom::config {
namespace {

constexpr std::string_view kBlank = " \t\r";
// Some editors on other systems write it before the first line.
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::string_view without_dashes(std::string_view name) {
  name.remove_prefix(std::min(name.find_first_not_of('-'), name.size()));
  return name;
}

// Why the line is invalid, or an empty string. `name` is the text before the "=".
std::string mistake(std::string_view line, std::string_view name,
                    const std::vector<std::string>& known) {
  if (name.empty()) return "write `name = value`";
  if (line.front() == '[') return "there are no sections: write each option as `name = value`";
  if (std::find(known.begin(), known.end(), name) != known.end())
    return name.size() == line.size() ? fmt::format("write `{} = value`", name) : "";
  const std::vector<std::string_view> words(known.begin(), known.end());
  const auto meant = nearest(without_dashes(name.substr(0, name.find_first_of(kBlank))), words);
  if (meant.empty()) return fmt::format("there is no option {}", name);
  if (meant == name.substr(0, meant.size())) return fmt::format("write `{} = value`", meant);
  return fmt::format("there is no option {}; did you mean {}?", name, meant);
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options())
    if (option->get_configurable() && !option->get_group().empty())
      for (const auto& name : option->get_lnames()) names.push_back(name);
  return names;
}

}  // namespace

Result<OptionLines> check_config(std::string_view text, const std::vector<std::string>& known) {
  OptionLines lines;
  for (size_t number = 1; !text.empty(); ++number) {
    const auto line = without_blanks(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    const auto name = without_blanks(line.substr(0, line.find('=')));
    const auto wrong = mistake(line, name, known);
    if (!wrong.empty()) return problem(fmt::format("{}: {}", number, wrong));
    const auto [known_at, is_new] = lines.emplace(name, number);
    if (!is_new)
      return problem(fmt::format("{}: {} is set in line {} already: keep one of the two", number,
                                 name, known_at->second));
  }
  return lines;
}

std::vector<CLI::ConfigItem> ConfigFile::from_config(std::istream& in) const {
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  auto lines = check_config(text, options_of(app_));
  const auto file = app_.get_config_ptr()->as<std::string>();
  if (!lines) throw CLI::ConfigError(fmt::format("{}:{}", file, lines.error().what));
  lines_ = std::move(*lines);
  // Drops options whose value comes from the command line.
  std::erase_if(lines_, [&](const auto& line) {
    const auto* option = app_.get_option_no_throw("--" + line.first);
    return option && option->count() > 0;
  });
  std::istringstream checked(text);
  return CLI::ConfigTOML::from_config(checked);
}

std::string ConfigFile::located(std::string_view complaint) const {
  const auto dashes = complaint.find("--");
  if (dashes == std::string_view::npos) return std::string(complaint);
  const auto name =
      complaint.substr(dashes + 2, complaint.find_first_of(": ", dashes) - dashes - 2);
  const auto line = lines_.find(name);
  if (line == lines_.end()) return std::string(complaint);
  return fmt::format("{}:{}: {}{}", app_.get_config_ptr()->as<std::string>(), line->second,
                     complaint.substr(0, dashes), complaint.substr(dashes + 2));
}

}  // namespace moonroom::config

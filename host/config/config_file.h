// The configuration file as CLI11 reads it, with a check before: each line is blank, a comment, or
// `name = value` with the name of an option, and no option is set twice. A mistake is told as
// FILE:LINE, with the option that was probably meant. Values are CLI11's to read and to check;
// `place_of` finds the line for a complaint about one.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace moonroom::config {

/// The number of the line on which each option is set.
using OptionLines = std::map<std::string, size_t, std::less<>>;

/// The lines of `text`, or what is wrong with the first bad one: "3: there is no option …". `known`
/// are the options that may stand in a file.
Result<OptionLines> check_config(std::string_view text, const std::vector<std::string>& known);

/// Given to CLI::App::config_formatter. Throws CLI::ConfigError for a bad line.
class ConfigFile : public CLI::ConfigTOML {
 public:
  explicit ConfigFile(const CLI::App& app) : app_(app) {}

  std::vector<CLI::ConfigItem> from_config(std::istream& in) const override;

  /// `complaint` about an option, "--NAME: …", with FILE:LINE in front when the value comes from
  /// the file; else as it is.
  std::string located(std::string_view complaint) const;

 private:
  const CLI::App& app_;
  // CLI11 reads by way of a constant formatter.
  mutable OptionLines lines_;
};

}  // namespace moonroom::config

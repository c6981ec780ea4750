// The configuration file, read by CLI11 after a check: each line is blank, a comment, or `name =
// value` with the name of an option, and no option is set twice. An error names FILE:LINE, and
// suggests the option that was probably meant. CLI11 reads and checks the values; `located` adds
// the line to a complaint about one.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace moonroom::config {

/// The line on which each option is set.
using OptionLines = std::map<std::string, size_t, std::less<>>;

/// The lines of `text`, or the error in the first bad one: "3: there is no option …". `known` are
/// the options allowed in a file.
Result<OptionLines> check_config(std::string_view text, const std::vector<std::string>& known);

/// For CLI::App::config_formatter. Throws CLI::ConfigError for a bad line.
class ConfigFile : public CLI::ConfigTOML {
 public:
  explicit ConfigFile(const CLI::App& app) : app_(app) {}

  std::vector<CLI::ConfigItem> from_config(std::istream& in) const override;

  /// `complaint` about an option, "--NAME: …", with FILE:LINE in front when the value comes from
  /// the file.
  std::string located(std::string_view complaint) const;

 private:
  const CLI::App& app_;
  // CLI11 reads through a const formatter.
  mutable OptionLines lines_;
};

}  // namespace moonroom::config

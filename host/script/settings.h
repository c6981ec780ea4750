// The values that override the plugins' defaults: the wordings (for scripts), their language (for
// scripts with several), and the settings of plugins/config.lua (for all). Pure data.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ring/message.h"
#include "script/plugin.h"

namespace moonroom::script {

/// The table that a data file returns.
Result<Value> read_words(const ring::PluginSource& file, const PluginLimits& limits);

class Settings {
 public:
  /// Runs a data file and keeps its table. When that fails, or a host message in a wording is
  /// invalid, the previous table stays.
  Result<void> load(const ring::PluginSource& file, const PluginLimits& limits);

  /// The overrides for this plugin.
  Overrides overrides_for(const ring::PluginSource& file) const;
  /// All wordings merged.
  Value wording() const;
  /// A message of the host itself; `otherwise` when no wording has it.
  std::string host_phrase(std::string_view key, std::string_view otherwise) const;

 private:
  Result<void> check_wording(uint32_t id, const Value& words) const;

  // By the file's id: a later file overrides those before it.
  std::map<uint32_t, Value> wordings_;
  Value settings_ = Table{};
};

}  // namespace moonroom::script

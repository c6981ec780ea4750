// What is laid over the plugins' own defaults: the wordings, for the scripts, their language, for
// those that speak several, and the settings of plugins/config.lua, for all. Pure data.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ring/message.h"
#include "script/plugin.h"

namespace moonroom::script {

/// The table that a file of nothing but data returns.
Result<Value> read_words(const ring::PluginSource& file, const PluginLimits& limits);

class Settings {
 public:
  /// Runs a file of nothing but data, and keeps its table; when that fails, or the host's words in
  /// a wording are wrong, what was before stays.
  Result<void> load(const ring::PluginSource& file, const PluginLimits& limits);

  /// What this plugin's defaults are overridden by.
  Overrides overrides_for(const ring::PluginSource& file) const;
  /// What the wordings say together.
  Value wording() const;
  /// A phrase of the host itself; `otherwise` when no wording has it.
  std::string host_phrase(std::string_view key, std::string_view otherwise) const;

 private:
  Result<void> check_wording(uint32_t id, const Value& words) const;

  // By the file's id: a later one is laid over those before it.
  std::map<uint32_t, Value> wordings_;
  Value settings_ = Table{};
};

}  // namespace moonroom::script

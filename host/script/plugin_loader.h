// Loads and unloads plugins, wordings and settings. A version replaces the one before only when it
// has loaded completely.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "script/plugin_context.h"
#include "script/response_builder.h"

namespace moonroom::script {

class PluginLoader {
 public:
  explicit PluginLoader(PluginContext& plugins) : plugins_(plugins) {}

  void load(const ring::PluginSource& file, ResponseBuilder& response);
  void unload(uint32_t id, ring::UnloadReason why, ResponseBuilder& response);
  void unload_all(ResponseBuilder& response);
  /// Runs one job, in a process of its own: the plugin is loaded as usual, but `on_load` does not
  /// run.
  void run_job(const ring::RunJob& work, ResponseBuilder& response);

  /// The event must be refused, because a plugin that should judge it has not loaded.
  bool lacks_filter_for(const room::Event& event) const;

 private:
  Result<std::unique_ptr<Plugin>> make(const ring::PluginSource& file, Plugin* old,
                                       ResponseBuilder& response);
  void load_plugin(const ring::PluginSource& file, ResponseBuilder& response);
  void replace(Plugin* old, std::unique_ptr<Plugin> fresh, ResponseBuilder& response);
  Value call_on_unload(Plugin& old, ring::UnloadReason why, ResponseBuilder& response);
  void cancel_callbacks(const Plugin& plugin);
  void update_line_words();

  PluginContext& plugins_;
  // By the number of a plugin that failed to load: the events to refuse without it.
  std::map<uint32_t, ring::ClosedFilters> absent_;
};

}  // namespace moonroom::script

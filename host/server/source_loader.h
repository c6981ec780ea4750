// Passes Lua files to the judge while the host runs, each with its stored data: files that have
// changed, and files that the administrator wants to have read again.
#pragma once

#include <string>
#include <string_view>

#include "config/lua_sources.h"
#include "logging/log.h"
#include "ring/worker_judge.h"
#include "server/effect_runner.h"

namespace moonroom::server {

class SourceLoader {
 public:
  /// All must outlive this.
  SourceLoader(config::LuaSources& sources, ring::WorkerJudge& judge, EffectRunner& effects,
               logging::HostLog& log)
      : sources_(sources), judge_(judge), effects_(effects), log_(log) {}

  /// Loads what has changed since the last call, and unloads what is gone.
  void load_changes(Moment now);
  /// Reads a plugin's file and loads it. Returns what went wrong, or nothing.
  std::string reload(std::string_view name, Moment now);

 private:
  void load(ring::PluginSource file, Moment now);

  config::LuaSources& sources_;
  ring::WorkerJudge& judge_;
  EffectRunner& effects_;
  logging::HostLog& log_;
};

}  // namespace moonroom::server

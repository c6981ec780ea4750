// What all requests to the plugins share: the plugins, their settings, and the room as they see it.
#pragma once

#include "room/line_words.h"
#include "script/action_queue.h"
#include "script/plugin_chain.h"
#include "script/settings.h"

namespace moonroom::script {

struct PluginContext {
  PluginLimits limits;
  // Before the plugins, which use it.
  ActionQueue queue{};
  Settings settings{};
  PluginChain chain;
  /// The words that no name may hold, from the wording in force.
  room::LineWords line_words{};
};

}  // namespace moonroom::script

// Delivers what plugins published during a request to their subscribers.
#pragma once

#include "script/plugin_context.h"
#include "script/response_builder.h"

namespace moonroom::script {

/// In the order in which they were made, with those that subscribers make meanwhile.
void deliver_publications(PluginContext& plugins, ResponseBuilder& response);

}  // namespace moonroom::script

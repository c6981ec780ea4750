// The member and the command behind a request: whom a fault that it brings about is counted for.
// Pure.
#pragma once

#include <string>

#include "ring/message.h"
#include "ring/plugin_registry.h"
#include "room/members.h"

namespace moonroom::ring {

/// The name of the member who caused the request; "#" and the id for a member without a name;
/// empty when no member did.
std::string cause_of(const Request& request, const room::Members& members);

/// The command of this plugin that the request calls, or an empty string.
std::string command_of(const Request& request, const PluginEntry& plugin);

}  // namespace moonroom::ring

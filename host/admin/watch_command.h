// A command whose answer a person watches: asked again each second, in its place, until a key is
// pressed. Where nobody sits at a terminal it is a command like any other.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "terminal/console.h"

namespace moonroom::admin {

/// "/top"
bool is_live(std::string_view line);

/// `ask` gives the answer, or nothing when there is none any more.
void watch_page(terminal::Console& console, std::span<const terminal::Source> sources,
                const std::function<std::optional<std::string>()>& ask);

}  // namespace moonroom::admin

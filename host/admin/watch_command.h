// A live page: a command whose answer is refreshed in place each second until a key is pressed.
// Without a terminal it is a command like any other.
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

/// `ask` returns the answer, or nullopt when there is none any more.
void watch_page(terminal::Console& console, std::span<const terminal::Source> sources,
                const std::function<std::optional<std::string>()>& ask);

}  // namespace moonroom::admin

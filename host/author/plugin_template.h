// The initial files of a new plugin: its source with explanations, and its test.
#pragma once

#include <string>
#include <string_view>

namespace moonroom::author {

/// Why `name` is not allowed for a plugin, or an empty string: it must serve as a file name, a
/// variable and a command.
std::string check_plugin_name(std::string_view name);

std::string plugin_template(std::string_view name);
std::string test_template(std::string_view name);

}  // namespace moonroom::author

// The beginning of a new plugin: a file with comments that explain it, and its test.
#pragma once

#include <string>
#include <string_view>

namespace moonroom::author {

/// Why no plugin can have this name, or nothing: it is that of a file, a variable and a command.
std::string check_plugin_name(std::string_view name);

std::string plugin_template(std::string_view name);
std::string test_template(std::string_view name);

}  // namespace moonroom::author

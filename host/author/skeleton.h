// The beginning of a new plugin: a file with comments that explain it, and its test.
#pragma once

#include <string>
#include <string_view>

namespace moonroom::author {

std::string plugin_skeleton(std::string_view name);
std::string test_skeleton(std::string_view name);

}  // namespace moonroom::author

// Rows of text in aligned columns, by display width: a Chinese character is two columns wide.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::admin {

using Row = std::vector<std::string>;

/// With `numbers`, the first row is the heading, which is translated (base/language.h); the columns
/// that it names in English are aligned to the right.
std::string to_table(std::vector<Row> rows, std::initializer_list<std::string_view> numbers = {});

}  // namespace moonroom::admin

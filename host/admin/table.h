// Rows of text in aligned columns, by what a terminal shows: a Chinese character is two columns
// wide.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::admin {

using Row = std::vector<std::string>;

/// With `numbers` the first row is the heading, which is translated (base/language.h); columns of
/// numbers, named by it in English, stand to the right.
std::string to_table(std::vector<Row> rows, std::initializer_list<std::string_view> numbers = {});

}  // namespace moonroom::admin

// Rows of text in aligned columns, by what a terminal shows: a Chinese character is two columns
// wide.
#pragma once

#include <string>
#include <vector>

namespace moonroom::app {

using Row = std::vector<std::string>;

/// The first row is the heading.
std::string to_table(const std::vector<Row>& rows);

}  // namespace moonroom::app

#include "app/table.h"

#include <algorithm>

#include "wire/text.h"

namespace moonroom::app {

std::string to_table(const std::vector<Row>& rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], wire::columns(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    if (!text.empty()) text += '\n';
    for (size_t i = 0; i < row.size(); ++i) {
      text += row[i];
      if (i + 1 < row.size()) text.append(widths[i] - wire::columns(row[i]) + 2, ' ');
    }
  }
  return text;
}

}  // namespace moonroom::app

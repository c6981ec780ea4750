#include "admin/table.h"

#include <algorithm>

#include "base/language.h"
#include "text/graphemes.h"

namespace moonroom::admin {

std::string to_table(std::vector<Row> rows, std::initializer_list<std::string_view> numbers) {
  if (rows.empty()) return {};
  std::vector<bool> is_number_column;
  for (const auto& heading : rows.front())
    is_number_column.push_back(std::find(numbers.begin(), numbers.end(), heading) != numbers.end());
  // Headings are translated.
  if (numbers.size() > 0)
    for (auto& heading : rows.front()) heading = tr(heading);
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], text::columns_of_text(row[i]));
  }
  const auto is_number = [&](size_t column) {
    return column < is_number_column.size() && is_number_column[column];
  };
  std::string text;
  for (const auto& row : rows) {
    if (!text.empty()) text += '\n';
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - text::columns_of_text(row[i]), ' ');
      text += is_number(i) ? gap + row[i] : row[i];
      if (i + 1 < row.size()) text += (is_number(i) ? "" : gap) + "  ";
    }
  }
  return text;
}

}  // namespace moonroom::admin

#include "base/value.h"

#include <array>

namespace moonroom {

const Value* Table::field(std::string_view key) const {
  const auto found = fields.find(key);
  return found == fields.end() ? nullptr : &found->second;
}

bool Table::operator==(const Table& other) const {
  return items == other.items && fields == other.fields;
}

const Value* Value::field(std::string_view key) const {
  const auto* here = table();
  return here ? here->field(key) : nullptr;
}

std::string_view Value::text_at(std::string_view key) const {
  const auto* found = field(key);
  const auto* words = found ? found->text() : nullptr;
  return words ? std::string_view(*words) : std::string_view();
}

void lay_over(Value& base, const Value& over) {
  auto* under = std::get_if<Table>(&base.data);
  const auto* table = over.table();
  if (!under || !table || !table->items.empty()) {
    base = over;
    return;
  }
  for (const auto& [key, value] : table->fields) lay_over(under->fields[key], value);
}

std::string_view type_name(const Value& value) {
  constexpr std::array<std::string_view, 5> kNames = {"nil", "boolean", "number", "string",
                                                      "table"};
  return kNames.at(value.data.index());
}

}  // namespace moonroom

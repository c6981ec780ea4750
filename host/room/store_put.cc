#include "room/store_put.h"

namespace moonroom::room {
namespace {

// An index in a list, counted from 0; the list's size when it is out of range.
size_t place_in(const Table& table, double number) {
  const auto size = static_cast<double>(table.items.size());
  return number >= 1 && number <= size ? static_cast<size_t>(number) - 1 : table.items.size();
}

// Null when the path does not exist.
Value* find(Table& table, const Value& step) {
  if (const auto* key = step.text()) {
    const auto found = table.fields.find(*key);
    return found == table.fields.end() ? nullptr : &found->second;
  }
  const auto* number = step.number();
  const auto place = number ? place_in(table, *number) : table.items.size();
  return place < table.items.size() ? &table.items[place] : nullptr;
}

bool set_field(Table& table, const std::string& key, const Value& value) {
  if (value.is_nil())
    table.fields.erase(key);
  else
    table.fields.insert_or_assign(key, value);
  return true;
}

// A list has no holes: only its last item can be removed.
bool set_item(Table& table, double number, const Value& value) {
  auto& items = table.items;
  const auto next = static_cast<double>(items.size() + 1);
  if (!value.is_nil() && number == next) {
    items.push_back(value);
    return true;
  }
  const auto place = place_in(table, number);
  if (place == items.size()) return false;
  if (!value.is_nil()) {
    items[place] = value;
    return true;
  }
  if (place + 1 != items.size()) return false;
  items.pop_back();
  return true;
}

}  // namespace

bool apply(const StorePut& keep, Value& field) {
  if (keep.path.empty()) {
    field = keep.value;
    return true;
  }
  Value* at = &field;
  for (size_t i = 0; i + 1 < keep.path.size(); ++i) {
    auto* table = std::get_if<Table>(&at->data);
    at = table ? find(*table, keep.path[i]) : nullptr;
    if (!at) return false;
  }
  auto* table = std::get_if<Table>(&at->data);
  if (!table) return false;
  const auto& last = keep.path.back();
  if (const auto* key = last.text()) return set_field(*table, *key, keep.value);
  const auto* number = last.number();
  return number && set_item(*table, *number, keep.value);
}

bool apply(const StorePut& keep, Table& fields) {
  if (keep.path.empty()) return set_field(fields, keep.key, keep.value);
  const auto found = fields.fields.find(keep.key);
  return found != fields.fields.end() && apply(keep, found->second);
}

}  // namespace moonroom::room

// Plain data that programs and Lua states exchange. No functions, no references, no cycles, so it
// can be copied, compared, stored and sent.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace moonroom {

struct Value;

/// A Lua table of plain data: the items 1..n, and the fields with string keys.
struct Table {
  std::vector<Value> items;
  std::map<std::string, Value, std::less<>> fields;

  /// The field, or null when there is none. Valid until the table changes.
  const Value* field(std::string_view key) const;
  bool operator==(const Table& other) const;
};

struct Value {
  std::variant<std::monostate, bool, double, std::string, Table> data;

  Value() = default;
  Value(bool flag) : data(flag) {}
  Value(double number) : data(number) {}
  Value(std::string text) : data(std::move(text)) {}
  Value(std::string_view text) : data(std::string(text)) {}
  Value(const char* text) : data(std::string(text)) {}
  Value(Table table) : data(std::move(table)) {}

  bool is_nil() const { return std::holds_alternative<std::monostate>(data); }
  const Table* table() const { return std::get_if<Table>(&data); }
  const std::string* text() const { return std::get_if<std::string>(&data); }
  const double* number() const { return std::get_if<double>(&data); }
  const bool* flag() const { return std::get_if<bool>(&data); }
  /// The field `key` of this table, or null when there is none or this is no table.
  const Value* field(std::string_view key) const;
  /// The text of field `key` of this table; empty when there is none.
  std::string_view text_at(std::string_view key) const;
  bool operator==(const Value& other) const = default;
};

/// Merges `over` into `base`: tables field by field, all else (lists too) as a whole.
void lay_over(Value& base, const Value& over);

/// Lua's name for the type of `value`: "nil", "boolean", "number", "string", "table".
std::string_view type_name(const Value& value);

}  // namespace moonroom

#include "base/bytes.h"

namespace moonroom {
namespace {

// Deeper data is a mistake or an attack, and would overflow a recursive reader's stack.
constexpr int kDeepest = 32;

enum class Tag : uint8_t { nil, no, yes, number, text, table };

}  // namespace

void ByteWriter::value(const Value& value) {
  if (const auto* flag = value.flag()) return number(*flag ? Tag::yes : Tag::no);
  if (const auto* digits = value.number()) {
    number(Tag::number);
    return number(*digits);
  }
  if (const auto* words = value.text()) {
    number(Tag::text);
    return text(*words);
  }
  const auto* table = value.table();
  if (!table) return number(Tag::nil);
  number(Tag::table);
  number(static_cast<uint32_t>(table->items.size()));
  for (const auto& item : table->items) this->value(item);
  number(static_cast<uint32_t>(table->fields.size()));
  for (const auto& [key, field] : table->fields) {
    text(key);
    this->value(field);
  }
}

std::string_view ByteReader::take(size_t size) {
  if (size > rest_.size()) {
    fail();
    return {};
  }
  const auto taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

Value ByteReader::value(int depth) {
  if (depth > kDeepest) fail();
  switch (enumerator(Tag::table)) {
    case Tag::nil:
      return {};
    case Tag::no:
      return false;
    case Tag::yes:
      return true;
    case Tag::number:
      return number<double>();
    case Tag::text:
      return text();
    case Tag::table:
      return table(depth + 1);
  }
  return {};
}

// Counts are not trusted: the loops end with the bytes.
Table ByteReader::table(int depth) {
  Table table;
  const auto items = number<uint32_t>();
  for (uint32_t i = 0; i < items && ok(); ++i) table.items.push_back(value(depth));
  const auto fields = number<uint32_t>();
  for (uint32_t i = 0; i < fields && ok(); ++i) {
    std::string key(text());
    table.fields.insert_or_assign(std::move(key), value(depth));
  }
  return table;
}

}  // namespace moonroom

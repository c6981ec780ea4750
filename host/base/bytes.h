// Serializes values for records that never leave the machine: fixed-width numbers in the machine's
// byte order, texts after their length. The writer appends to the caller's string. The reader never
// reads past the end, and all reads after a failed one fail too, so a caller checks `ok()` once, at
// the end.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/value.h"

namespace moonroom {

class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}

  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void number(T value) {
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    out_.append(bytes, sizeof(T));
  }
  void text(std::string_view value) {
    number(static_cast<uint32_t>(value.size()));
    out_.append(value);
  }
  void value(const Value& value);

 private:
  std::string& out_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  requires(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) T number() {
    T value{};
    const auto bytes = take(sizeof(T));
    if (!bytes.empty()) std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
  }
  /// Reads an enumerator that must be at most `last`. Unsigned, because a number below the first
  /// enumerator would pass.
  template <class E>
  requires std::is_unsigned_v<std::underlying_type_t<E>> E enumerator(E last) {
    const auto raw = number<std::underlying_type_t<E>>();
    if (raw <= static_cast<std::underlying_type_t<E>>(last)) return static_cast<E>(raw);
    fail();
    return E{};
  }
  bool flag() { return number<uint8_t>() != 0; }
  /// A view into the reader's bytes: valid as long as they are.
  std::string_view text() { return take(number<uint32_t>()); }
  /// Nested at most 32 deep; deeper is a failure.
  Value value() { return value(0); }

  void fail() {
    failed_ = true;
    rest_ = {};
  }
  bool ok() const { return !failed_; }
  bool at_end() const { return ok() && rest_.empty(); }

 private:
  std::string_view take(size_t size);
  Value value(int depth);
  Table table(int depth);

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace moonroom

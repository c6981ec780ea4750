// Encodes, decodes and checks structs from one description each. A struct names
// its fields once, in the order of their bytes:
//
//     static void fields(auto& it, auto& visit) { visit(it.name,
//     bounded(it.length, is_length)); }
//
//     number, enum = its bytes      bool = u8      text = size:u32 bytes Value:
//     base/bytes.h optional = present:u8 item?   list = count:u32 items variant
//     = index:u8 alternative a duration or a point in time = its count array of
//     bytes = the bytes
//
// An enumeration needs `constexpr E last_of(E)` next to its definition: a
// number behind it is malformed. An alternative of a variant with `kIsInternal`
// has no encoding, so decoding fails on it. Decoding guarantees memory safety
// and complete types for any bytes; bounds are FieldCheck's.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/value.h"
#include "text/text.h"

namespace moonroom {

/// A field with a predicate that its value must satisfy; only FieldCheck
/// evaluates it. For a text, it replaces the bound that all texts have.
template <class T, class Bound>
struct Bounded {
  T& field;
  Bound holds;
};
template <class T, class Bound>
Bounded<T, Bound> bounded(T& field, Bound holds) {
  return {field, holds};
}

template <class T>
concept Internal = T::kIsInternal;
template <class T>
concept Number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;
template <class T>
concept TimePoint = requires(T it) {
  it.time_since_epoch();
};
template <class T>
concept TimeSpan = requires(T it) {
  it.count();
};

/// Appends fields to `out`.
class FieldWriter {
 public:
  explicit FieldWriter(std::string& out) : out_(out) {}

  template <class... Ts>
  void operator()(const Ts&... fields) {
    (write(fields), ...);
  }

 private:
  template <class T, class Bound>
  void write(const Bounded<T, Bound>& it) {
    write(it.field);
  }
  template <class T>
  requires Number<T> || std::is_enum_v<T>
  void write(T number) { out_.number(number); }
  void write(bool flag) { out_.number(static_cast<uint8_t>(flag)); }
  void write(const std::string& text) { out_.text(text); }
  void write(const Value& value) { out_.value(value); }
  template <TimePoint T>
  void write(const T& time) {
    write(time.time_since_epoch());
  }
  template <TimeSpan T>
  void write(const T& span) {
    out_.number(span.count());
  }
  template <size_t kSize>
  void write(const std::array<uint8_t, kSize>& bytes) {
    for (const auto byte : bytes) out_.number(byte);
  }
  template <class T>
  void write(const std::optional<T>& item) {
    write(item.has_value());
    if (item) write(*item);
  }
  template <class T>
  void write(const std::vector<T>& items) {
    out_.number(static_cast<uint32_t>(items.size()));
    for (const auto& item : items) write(item);
  }
  template <class... Ts>
  void write(const std::variant<Ts...>& one) {
    out_.number(static_cast<uint8_t>(one.index()));
    std::visit([this](const auto& alternative) { this->write(alternative); }, one);
  }
  template <Internal T>
  void write(const T&) {}
  template <class T>
  requires requires(const T& it, FieldWriter& visit) { T::fields(it, visit); }
  void write(const T& described) { T::fields(described, *this); }

  ByteWriter out_;
};

/// Reads fields in place, so that their memory is re-used. The caller checks
/// `at_end`, or `ok`, once, at the end; after a failure the fields read last
/// are unspecified.
class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : in_(bytes) {}

  template <class... Ts>
  void operator()(Ts&&... fields) {
    (read(fields), ...);
  }
  bool ok() const { return in_.ok(); }
  bool at_end() const { return in_.at_end(); }

 private:
  template <class T, class Bound>
  void read(const Bounded<T, Bound>& it) {
    read(it.field);
  }
  template <Number T>
  void read(T& number) {
    number = in_.number<T>();
  }
  template <class T>
  requires std::is_enum_v<T>
  void read(T& one) { one = in_.enumerator(last_of(T{})); }
  void read(bool& flag) { flag = in_.flag(); }
  void read(std::string& text) { text = in_.text(); }
  void read(Value& value) { value = in_.value(); }
  template <TimePoint T>
  void read(T& time) {
    time = T(typename T::duration(in_.number<typename T::rep>()));
  }
  template <TimeSpan T>
  void read(T& span) {
    span = T(in_.number<typename T::rep>());
  }
  template <size_t kSize>
  void read(std::array<uint8_t, kSize>& bytes) {
    for (auto& byte : bytes) byte = in_.number<uint8_t>();
  }
  template <class T>
  void read(std::optional<T>& item) {
    if (!in_.flag()) return item.reset();
    if (!item) item.emplace();
    read(*item);
  }
  // A hostile count ends with the bytes: behind them, each item fails.
  template <class T>
  void read(std::vector<T>& items) {
    const auto count = in_.number<uint32_t>();
    size_t done = 0;
    for (; done < count && in_.ok(); ++done) {
      if (done == items.size()) items.emplace_back();
      read(items[done]);
    }
    items.resize(done);
  }
  template <class... Ts>
  void read(std::variant<Ts...>& one) {
    read_alternative(in_.number<uint8_t>(), one, std::index_sequence_for<Ts...>());
  }
  template <Internal T>
  void read(T&) {
    in_.fail();
  }
  template <class T>
  requires requires(T& it, FieldReader& visit) { T::fields(it, visit); }
  void read(T& described) { T::fields(described, *this); }

  template <class Variant, size_t... kIndex>
  void read_alternative(size_t index, Variant& one, std::index_sequence<kIndex...>) {
    const bool is_known = ((index == kIndex && (read_as<kIndex>(one), true)) || ...);
    if (!is_known) in_.fail();
  }
  template <size_t kIndex, class Variant>
  void read_as(Variant& one) {
    auto* same = std::get_if<kIndex>(&one);
    read(same ? *same : one.template emplace<kIndex>());
  }

  ByteReader in_;
};

/// Evaluates bounds. A text without one must be UTF-8 of at most `max_text`
/// bytes; everything else without one is unlimited. Internal alternatives are
/// out of bounds.
class FieldCheck {
 public:
  explicit FieldCheck(size_t max_text) : max_text_(max_text) {}

  template <class... Ts>
  void operator()(const Ts&... fields) {
    (check(fields), ...);
  }
  bool ok() const { return ok_; }

 private:
  template <class T, class Bound>
  void check(const Bounded<T, Bound>& it) {
    ok_ = ok_ && it.holds(it.field);
    if constexpr (!std::is_same_v<std::remove_const_t<T>, std::string>) check(it.field);
  }
  void check(const std::string& text) {
    ok_ = ok_ && text.size() <= max_text_ && text::is_utf8(text);
  }
  template <class T>
  void check(const std::optional<T>& item) {
    if (item) check(*item);
  }
  template <class T>
  void check(const std::vector<T>& items) {
    for (const auto& item : items) check(item);
  }
  template <class... Ts>
  void check(const std::variant<Ts...>& one) {
    std::visit([this](const auto& alternative) { this->check(alternative); }, one);
  }
  template <class T>
  void check(const T& it) {
    if constexpr (Internal<T>)
      ok_ = false;
    else if constexpr (requires { T::fields(it, *this); })
      T::fields(it, *this);
  }

  size_t max_text_;
  bool ok_ = true;
};

/// Appends the encoding of `it`.
template <class T>
void encode_fields(const T& it, std::string& out) {
  FieldWriter write(out);
  write(it);
}

/// Overwrites `it`. False when the bytes are not exactly one encoding; `it` is
/// unspecified then.
template <class T>
bool decode_fields(std::string_view bytes, T& it) {
  FieldReader read(bytes);
  read(it);
  return read.at_end();
}

template <class T>
bool is_within_bounds(const T& it, size_t max_text) {
  FieldCheck check(max_text);
  check(it);
  return check.ok();
}

}  // namespace moonroom

#include "base/bytes.h"

#include <doctest/doctest.h>

#include <limits>

namespace {

using moonroom::ByteReader;
using moonroom::ByteWriter;
using moonroom::Table;
using moonroom::Value;

enum class Colour : uint8_t { red, green, blue };

std::string encoded(const Value& value) {
  std::string bytes;
  ByteWriter(bytes).value(value);
  return bytes;
}

Value everything() {
  Table inner;
  inner.items = {Value(), true, false, -0.5, "文字", ""};
  Table outer;
  outer.items = {Value(inner), std::numeric_limits<double>::infinity()};
  outer.fields.emplace("inner", inner);
  outer.fields.emplace("", "a field may have an empty key");
  outer.fields.emplace(std::string("nul\0inside", 10), std::string("\xff\x00", 2));
  return outer;
}

// `deep` nested tables, each the only item of its parent, with `core` innermost.
Value nested(int deep, Value core) {
  for (int i = 0; i < deep; ++i) {
    Table around;
    around.items.push_back(std::move(core));
    core = std::move(around);
  }
  return core;
}

}  // namespace

TEST_CASE("numbers, texts and enumerators come back as they were written") {
  std::string bytes;
  ByteWriter out(bytes);
  out.number(uint8_t{200});
  out.number(int64_t{-5});
  out.text("grüß dich");
  out.number(Colour::blue);
  out.number(2.25);
  out.text("");

  ByteReader in(bytes);
  CHECK(in.number<uint8_t>() == 200);
  CHECK(in.number<int64_t>() == -5);
  CHECK(in.text() == "grüß dich");
  CHECK(in.enumerator(Colour::blue) == Colour::blue);
  CHECK(in.number<double>() == 2.25);
  CHECK(in.text().empty());
  CHECK(in.at_end());
}

TEST_CASE("the writer appends to existing bytes") {
  std::string bytes = "head";
  ByteWriter(bytes).number(uint8_t{'!'});
  CHECK(bytes == "head!");
}

TEST_CASE("a text that was read is a view into the bytes") {
  std::string bytes;
  ByteWriter(bytes).text("here");
  ByteReader in(bytes);
  CHECK(in.text().data() == bytes.data() + sizeof(uint32_t));
}

TEST_CASE("bytes that are left over are not the end") {
  ByteReader in("ab");
  in.number<uint8_t>();
  CHECK(in.ok());
  CHECK_FALSE(in.at_end());
}

TEST_CASE("after one failure every read fails") {
  ByteReader in("abc");
  CHECK(in.number<uint32_t>() == 0);
  CHECK_FALSE(in.ok());
  CHECK(in.number<uint8_t>() == 0);
  CHECK(in.text().empty());
  CHECK(in.value().is_nil());
  CHECK_FALSE(in.ok());
  CHECK_FALSE(in.at_end());
}

TEST_CASE("a text longer than the bytes is a failure") {
  std::string bytes;
  ByteWriter(bytes).number(uint32_t{5});
  bytes += "four";
  ByteReader in(bytes);
  CHECK(in.text().empty());
  CHECK_FALSE(in.ok());
}

TEST_CASE("an enumerator behind the last one is a failure") {
  ByteReader in("\x02\x03");
  CHECK(in.enumerator(Colour::blue) == Colour::blue);
  CHECK(in.ok());
  CHECK(in.enumerator(Colour::blue) == Colour::red);
  CHECK_FALSE(in.ok());
}

TEST_CASE("any byte but zero is a true flag") {
  ByteReader in(std::string_view("\0\x01\xff", 3));
  CHECK_FALSE(in.flag());
  CHECK(in.flag());
  CHECK(in.flag());
  CHECK(in.at_end());
}

TEST_CASE("a value comes back as it was written") {
  const auto value = everything();
  const auto bytes = encoded(value);
  ByteReader in(bytes);
  CHECK(in.value() == value);
  CHECK(in.at_end());
}

TEST_CASE("a value that misses its last bytes is a failure") {
  const auto bytes = encoded(everything());
  for (size_t size = 0; size < bytes.size(); ++size) {
    ByteReader in(std::string_view(bytes).substr(0, size));
    in.value();
    CHECK_FALSE(in.ok());
  }
}

TEST_CASE("an unknown kind of value is a failure") {
  ByteReader in("\x06");
  CHECK(in.value().is_nil());
  CHECK_FALSE(in.ok());
}

TEST_CASE("32 tables inside one another are read, and nothing deeper") {
  const auto deepest = nested(32, "core");
  const auto bytes = encoded(deepest);
  ByteReader in(bytes);
  CHECK(in.value() == deepest);
  CHECK(in.at_end());

  const auto too_deep = encoded(nested(33, "core"));
  ByteReader refusing(too_deep);
  refusing.value();
  CHECK_FALSE(refusing.ok());
}

TEST_CASE("tables without end do not run out of stack") {
  std::string bytes;
  ByteWriter out(bytes);
  for (int i = 0; i < 100'000; ++i) {
    out.number(uint8_t{5});
    out.number(uint32_t{1});
  }
  ByteReader in(bytes);
  in.value();
  CHECK_FALSE(in.ok());
}

TEST_CASE("a table that claims four thousand million items ends with its bytes") {
  std::string bytes;
  ByteWriter out(bytes);
  out.number(uint8_t{5});
  out.number(std::numeric_limits<uint32_t>::max());
  out.number(uint8_t{0});
  ByteReader in(bytes);
  const auto value = in.value();
  CHECK_FALSE(in.ok());
  REQUIRE(value.table());
  CHECK(value.table()->items.size() <= 2);
}

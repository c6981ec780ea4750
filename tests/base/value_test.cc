#include "base/value.h"

#include <doctest/doctest.h>

namespace {

using moonroom::Table;
using moonroom::type_name;
using moonroom::Value;

Value person(std::string_view name, double age) {
  Table table;
  table.fields.emplace("name", name);
  table.fields.emplace("age", age);
  return table;
}

}  // namespace

TEST_CASE("a default value is nil") {
  const Value value;
  CHECK(value.is_nil());
  CHECK_FALSE(value.flag());
  CHECK_FALSE(value.number());
  CHECK_FALSE(value.text());
  CHECK_FALSE(value.table());
}

TEST_CASE("a value is what it was made from and nothing else") {
  CHECK(*Value(true).flag());
  CHECK(*Value(2.5).number() == 2.5);
  CHECK(*Value("abc").text() == "abc");
  CHECK(*Value(std::string("abc")).text() == "abc");
  CHECK(*Value(std::string_view("abc")).text() == "abc");
  CHECK_FALSE(Value("abc").flag());
  CHECK_FALSE(Value(1.0).flag());
}

TEST_CASE("the kinds of data have Lua's names") {
  CHECK(type_name(Value()) == "nil");
  CHECK(type_name(Value(false)) == "boolean");
  CHECK(type_name(Value(0.0)) == "number");
  CHECK(type_name(Value("")) == "string");
  CHECK(type_name(Value(Table())) == "table");
}

TEST_CASE("a text may hold any bytes") {
  const std::string bytes("a\0\xff", 3);
  CHECK(Value(bytes).text()->size() == 3);
}

TEST_CASE("a field is found by its key") {
  const auto ada = person("Ada", 36);
  REQUIRE(ada.table());
  const auto* name = ada.table()->field("name");
  REQUIRE(name);
  CHECK(*name->text() == "Ada");
  CHECK_FALSE(ada.table()->field("nam"));
}

TEST_CASE("text_at answers with an empty text where there is none") {
  const auto ada = person("Ada", 36);
  CHECK(ada.text_at("name") == "Ada");
  CHECK(ada.text_at("age").empty());
  CHECK(ada.text_at("home").empty());
  CHECK(Value("name").text_at("name").empty());
}

TEST_CASE("equal values are equal all the way down") {
  Table one;
  one.items = {person("Ada", 36), person("Bob", 40)};
  Table two = one;
  CHECK(Value(one) == Value(two));
  two.items.back() = person("Bob", 41);
  CHECK_FALSE(Value(one) == Value(two));
}

TEST_CASE("values of different kinds are never equal") {
  CHECK_FALSE(Value() == Value(false));
  CHECK_FALSE(Value("1") == Value(1.0));
  CHECK_FALSE(Value("") == Value(Table()));
}

TEST_CASE("merging tables keeps fields that only the base has, and replaces lists as a whole") {
  Table inner;
  inner.fields["a"] = 1.0;
  inner.fields["b"] = 1.0;
  Table under;
  under.fields["deep"] = inner;
  under.fields["list"] = Table{{1.0, 2.0, 3.0}, {}};
  Table change;
  change.fields["a"] = 2.0;
  Table over;
  over.fields["deep"] = change;
  over.fields["list"] = Table{{9.0}, {}};
  over.fields["new"] = "x";
  Value value = under;
  lay_over(value, over);
  const auto& deep = *value.table()->field("deep")->table();
  CHECK(*deep.field("a") == Value(2.0));
  CHECK(*deep.field("b") == Value(1.0));
  CHECK(value.table()->field("list")->table()->items.size() == 1);
  CHECK(value.text_at("new") == "x");
}

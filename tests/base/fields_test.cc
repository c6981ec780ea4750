#include "base/fields.h"

#include <doctest/doctest.h>

#include <chrono>

namespace {

using moonroom::bounded;
using moonroom::Value;

enum class Hue : uint8_t { red, green };
constexpr Hue last_of(Hue) {
  return Hue::green;
}

bool is_even(uint32_t number) {
  return number % 2 == 0;
}
bool is_word(std::string_view text) {
  return !text.empty() && text != "\xff";
}

struct Empty {
  static void fields(auto&, auto&) {}
};
struct HostOnly {
  static constexpr bool kIsInternal = true;
};
struct Pair {
  uint32_t even = 0;
  std::string word = "w";

  static void fields(auto& it, auto& visit) {
    visit(bounded(it.even, is_even), bounded(it.word, is_word));
  }
};
struct Everything {
  bool flag = false;
  int16_t number = 0;
  Hue hue = Hue::red;
  std::string text{};
  Value value{};
  std::chrono::milliseconds span{};
  std::chrono::sys_seconds time{};
  std::array<uint8_t, 2> raw{};
  std::optional<std::string> maybe{};
  std::vector<std::variant<Empty, Pair, HostOnly>> list{};

  static void fields(auto& it, auto& visit) {
    visit(it.flag, it.number, it.hue, it.text, it.value, it.span, it.time, it.raw, it.maybe,
          it.list);
  }
};

Everything full() {
  Everything it;
  it.flag = true;
  it.number = -2;
  it.hue = Hue::green;
  it.text = "文";
  it.value = Value("v");
  it.span = std::chrono::milliseconds(-7);
  it.time = std::chrono::sys_seconds(std::chrono::seconds(9));
  it.raw = {1, 255};
  it.maybe = "m";
  it.list = {Pair{4, "x"}, Empty{}};
  return it;
}

std::string encoded(const auto& it) {
  std::string bytes;
  moonroom::encode_fields(it, bytes);
  return bytes;
}

}  // namespace

TEST_CASE("fields of every type survive encoding") {
  for (const auto& it : {Everything{}, full()}) {
    const auto bytes = encoded(it);
    // Decodes over the contents of another value.
    Everything again = full();
    REQUIRE(moonroom::decode_fields(bytes, again));
    CHECK(encoded(again) == bytes);
  }
  Everything again;
  REQUIRE(moonroom::decode_fields(encoded(full()), again));
  CHECK(std::get<Pair>(again.list.at(0)).word == "x");
  CHECK(again.span == std::chrono::milliseconds(-7));
}

TEST_CASE("bytes that no encoder writes do not decode") {
  const auto bytes = encoded(full());
  Everything it;
  for (size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(moonroom::decode_fields(bytes.substr(0, size), it));
  CHECK_FALSE(moonroom::decode_fields(bytes + "x", it));
  struct Case {
    std::string what;
    std::string bytes;
    bool is_hue;
  };
  for (const auto& each :
       {Case{"enumerator behind the last", "\x02", true},
        Case{"greatest number of an enumerator", "\xff", true},
        Case{"alternative behind the last", "\x03", false},
        Case{"internal alternative", "\x02", false},
        Case{"half a number in an alternative", std::string("\x01\x04", 2), false}}) {
    CAPTURE(each.what);
    Hue hue{};
    std::variant<Empty, Pair, HostOnly> one;
    const bool is_decoded = each.is_hue ? moonroom::decode_fields(each.bytes, hue)
                                        : moonroom::decode_fields(each.bytes, one);
    CHECK_FALSE(is_decoded);
  }
}

TEST_CASE("a hostile count of items ends with the bytes") {
  std::vector<uint64_t> numbers;
  CHECK_FALSE(
      moonroom::decode_fields(std::string("\xff\xff\xff\xff") + std::string(16, 'x'), numbers));
  CHECK(numbers.size() <= 3);
}

TEST_CASE("bounds") {
  const auto with = [](const auto& change) {
    auto it = full();
    change(it);
    return moonroom::is_within_bounds(it, 3);
  };
  struct Case {
    std::string what;
    bool is_within;
    void (*change)(Everything&);
  };
  for (const auto& each : {
           Case{"as it is", true, [](Everything&) {}},
           Case{"the longest text", true, [](Everything& it) { it.text = "abc"; }},
           Case{"a longer text", false, [](Everything& it) { it.text = "abcd"; }},
           Case{"not UTF-8", false, [](Everything& it) { it.text = "\xff"; }},
           Case{"not UTF-8 in an optional", false, [](Everything& it) { it.maybe = "\xff"; }},
           Case{"no optional", true, [](Everything& it) { it.maybe.reset(); }},
           Case{"a predicate fails in a list", false,
                [](Everything& it) {
                  it.list.emplace_back(Pair{3, "x"});
                }},
           Case{"a text's predicate replaces the general bound", true,
                [](Everything& it) {
                  it.list.emplace_back(Pair{2, "longer"});
                }},
           Case{"a text's predicate fails", false,
                [](Everything& it) {
                  it.list.emplace_back(Pair{2, ""});
                }},
           Case{"an internal alternative", false,
                [](Everything& it) { it.list.emplace_back(HostOnly{}); }},
       }) {
    CAPTURE(each.what);
    CHECK(with(each.change) == each.is_within);
  }
}

#include "config/option_values.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

using namespace moonroom;

TEST_CASE("a rate is a number and a burst, a number alone, or off") {
  struct Case {
    std::string text;
    /// Nullopt: refused.
    std::optional<std::optional<Rate>> rate;
  };
  const std::vector<Case> table = {
      {"20/40", Rate{20, 40}},        {"20", Rate{20, 40}},
      {"0.5/1", Rate{0.5, 1}},        {"1000000/1000000", Rate{1e6, 1e6}},
      {"off", std::optional<Rate>()}, {"", std::nullopt},
      {"0/1", std::nullopt},          {"0.1", std::nullopt},
      {"20/0.5", std::nullopt},       {"20/", std::nullopt},
      {"/40", std::nullopt},          {"20/40/60", std::nullopt},
      {"-1", std::nullopt},           {"1e7", std::nullopt},
      {"nan", std::nullopt},          {" 20", std::nullopt},
      {"OFF", std::nullopt},
  };
  for (const auto& each : table) {
    CAPTURE(each.text);
    const auto rate = config::parse_rate(each.text);
    REQUIRE(rate.has_value() == each.rate.has_value());
    if (!rate) continue;
    REQUIRE(rate->has_value() == each.rate->has_value());
    if (!*rate) continue;
    CHECK((*rate)->per_second == (*each.rate)->per_second);
    CHECK((*rate)->burst == (*each.rate)->burst);
  }
}

TEST_CASE("metrics at a port alone are for this machine only") {
  struct Case {
    std::string text;
    /// Empty: off. "?": refused.
    std::string where;
  };
  const std::vector<Case> table = {
      {"", ""},
      {"9464", "127.0.0.1:9464"},
      {":9464", "127.0.0.1:9464"},
      {"0.0.0.0:9464", "0.0.0.0:9464"},
      {"[::1]:9464", "[::1]:9464"},
      {"99999", "?"},
      {"somewhere", "?"},
      {"1.2.3.4:port", "?"},
  };
  for (const auto& each : table) {
    CAPTURE(each.text);
    const auto where = config::parse_metrics(each.text);
    REQUIRE(where.has_value() == (each.where != "?"));
    if (where) CHECK((*where ? to_string(**where) : "") == each.where);
  }
}

TEST_CASE("hours and passwords are checked before they are used") {
  for (const auto* good : {"6", "0.5", "876000"}) CHECK(config::check_hours(good).empty());
  for (const auto* bad : {"", "0", "-1", "six", "6h", "nan", "inf", "876001"})
    CHECK_FALSE(config::check_hours(bad).empty());
  for (const auto* good : {"x", "two words", "密码"}) CHECK(config::check_password(good).empty());
  for (const auto* bad : {"", " ", " x", "x "}) CHECK_FALSE(config::check_password(bad).empty());
}

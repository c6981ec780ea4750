#include "secure/flight.h"

#include <doctest/doctest.h>

using moonroom::secure::Flight;
using Records = std::vector<std::string>;

namespace {

std::string two_bytes(size_t number) {
  return {static_cast<char>(number >> 8), static_cast<char>(number)};
}

std::string record(char type, char epoch, std::string_view body) {
  const auto version = "\xfe\xfd";
  const auto number = std::string(6, '\0');
  return type + (version + std::string{0, epoch}) + number + two_bytes(body.size()) +
         std::string(body);
}

std::string message(char sequence, size_t size) {
  const auto length = '\0' + two_bytes(size);
  const auto offset = std::string(3, '\0');
  return record(
      22, 0, '\2' + length + std::string{0, sequence} + offset + length + std::string(size, 'x'));
}

const std::string kChange = record(20, 0, "\1");
const std::string kLast = record(22, 1, "sealed");
const std::string kAlert = record(21, 0, "\2\x28");

}  // namespace

TEST_CASE("records share a datagram of at most 1,200 bytes") {
  Flight flight;
  CHECK(flight.empty());
  flight.add(message(0, 575));
  flight.add(message(1, 575));
  flight.add(message(2, 10));
  CHECK(!flight.empty());
  CHECK(flight.drain() == Records{message(0, 575) + message(1, 575), message(2, 10)});
  CHECK(flight.drain().empty());
}

TEST_CASE("a record is taken once, and once more when everything is to be said again") {
  Flight flight;
  const Records all = {message(1, 5), message(2, 5), kChange, kLast};
  const auto say = [&] {
    for (const auto& word : all) flight.add(word);
    return flight.drain();
  };
  CHECK(say() == Records{all[0] + all[1] + all[2] + all[3]});
  CHECK(say().empty());
  flight.repeat();
  CHECK(say() == Records{all[0] + all[1] + all[2] + all[3]});
  CHECK(say().empty());
}

TEST_CASE("an alert is always accepted, and an invalid record never") {
  Flight flight;
  flight.add(kLast);
  flight.add(kAlert);
  flight.add(kAlert);
  flight.add("text");
  flight.add("");
  CHECK(flight.drain() == Records{kLast + kAlert + kAlert});
}

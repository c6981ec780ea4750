#include "app/options.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace moonroom;
using app::Options;

namespace {

std::variant<Options, int> parse(std::vector<std::string> words) {
  words.insert(words.begin(), "moonroomd");
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  return app::parse_options(static_cast<int>(arguments.size()), arguments.data());
}

Options options(std::vector<std::string> words) {
  auto parsed = parse(std::move(words));
  REQUIRE(std::holds_alternative<Options>(parsed));
  return std::get<Options>(parsed);
}

}  // namespace

TEST_CASE("without options the room is on port 8888, for the local network, with limits") {
  const auto standard = options({});
  CHECK(standard.listen.port == 8888);
  CHECK(standard.listen.address.is_any());
  CHECK(standard.relay.classic == relay::Classic::lan);
  REQUIRE(standard.relay.lines);
  CHECK(standard.relay.lines->per_second == 20);
  CHECK(standard.relay.lines->burst == 40);
  CHECK(standard.relay.logins->burst == 100);
  CHECK(standard.relay.idle_limit == std::chrono::hours(6));
  CHECK(std::filesystem::exists(standard.scripts / "relay.lua"));
}

TEST_CASE("rates are lines and burst, lines alone, or off") {
  CHECK(options({"--rate-limit", "5"}).relay.lines->burst == 10);
  CHECK(options({"--rate-limit", "0.5/3"}).relay.lines->per_second == 0.5);
  const auto off = options({"--rate-limit", "off"});
  CHECK_FALSE(off.relay.lines);
  CHECK_FALSE(off.relay.logins);
  CHECK(options({"--login-limit", "1/2"}).relay.logins->burst == 2);
}

TEST_CASE("what makes no sense is refused with status 2") {
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"--nonsense"},
                                             {"--listen", "1.2.3.4:99999"},
                                             {"--rate-limit", "fast"},
                                             {"--rate-limit", "20/40/60"},
                                             {"--rate-limit", "-1"},
                                             {"--classic", "maybe"},
                                             {"--max-members", "0"},
                                             {"--log-level", "loud"},
                                             {"--config", "/no/such/file"}}) {
    CAPTURE(wrong.front());
    const auto parsed = parse(wrong);
    REQUIRE(std::holds_alternative<int>(parsed));
    CHECK(std::get<int>(parsed) == 2);
  }
}

TEST_CASE("options may stand in a file") {
  const auto path = std::filesystem::temp_directory_path() / "moonroom-options-test.conf";
  std::ofstream(path) << "listen = \"127.0.0.1:0\"\nclassic = off\nmax-members = 7\n";
  const auto read = options({"--config", path.string()});
  std::filesystem::remove(path);
  CHECK(read.listen.port == 0);
  CHECK(read.relay.classic == relay::Classic::off);
  CHECK(read.relay.max_members == 7);
}

TEST_CASE("nothing on disk, or a folder of one's own") {
  CHECK(options({"--data", ":memory:"}).data.empty());
  CHECK(options({"--data", "/x/y"}).data == "/x/y");
  CHECK_FALSE(options({}).data.empty());
}

TEST_CASE("a word in the file that is no option is a mistake, as on the command line") {
  const auto path = std::filesystem::temp_directory_path() / "moonroom-options-mistake.conf";
  std::ofstream(path) << "clasic = off\n";
  const auto parsed = parse({"--config", path.string()});
  std::filesystem::remove(path);
  REQUIRE(std::holds_alternative<int>(parsed));
  CHECK(std::get<int>(parsed) == 2);
}

TEST_CASE("metrics are for this machine, unless an address is written") {
  CHECK_FALSE(options({}).metrics);
  CHECK(to_string(*options({"--metrics", "9464"}).metrics) == "127.0.0.1:9464");
  CHECK(to_string(*options({"--metrics", ":9464"}).metrics) == "127.0.0.1:9464");
  CHECK(to_string(*options({"--metrics", "192.0.2.7:9464"}).metrics) == "192.0.2.7:9464");
  CHECK(std::get<int>(parse({"--metrics", "somewhere"})) == 2);
}

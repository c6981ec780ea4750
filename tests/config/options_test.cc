#include "config/options.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "config/config_file.h"
#include "config/folders.h"

using namespace moonroom;
using config::Options;

namespace {

std::variant<Options, int> parse(std::vector<std::string> words) {
  words.insert(words.begin(), "moonroomd");
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  return config::parse_options(static_cast<int>(arguments.size()), arguments.data());
}

Options options(std::vector<std::string> words) {
  auto parsed = parse(std::move(words));
  REQUIRE(std::holds_alternative<Options>(parsed));
  return std::get<Options>(parsed);
}

// A home directory of its own for the test; restores the environment afterwards.
struct Home {
  Home() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    ::setenv("HOME", folder.c_str(), 1);
    ::setenv("XDG_DATA_HOME", (folder / "data").c_str(), 1);
  }
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;
  ~Home() {
    std::filesystem::remove_all(folder);
    home.empty() ? ::unsetenv("HOME") : ::setenv("HOME", home.c_str(), 1);
    data.empty() ? ::unsetenv("XDG_DATA_HOME") : ::setenv("XDG_DATA_HOME", data.c_str(), 1);
  }

  static std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
  }

  std::string home = variable("HOME");
  std::string data = variable("XDG_DATA_HOME");
  std::filesystem::path folder = std::filesystem::temp_directory_path() / "moonroom-options-home";
};

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

TEST_CASE("invalid options are refused with status 2") {
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

TEST_CASE("data in memory, or in a folder") {
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

TEST_CASE(
    "a complaint about a value in the file names its line, and one about the command line none") {
  const auto path = std::filesystem::temp_directory_path() / "moonroom-options-values.conf";
  std::ofstream(path) << "# how to come in\nclassic = off\nmax-members = 0\n";
  CLI::App app;
  const auto config = std::make_shared<config::ConfigFile>(app);
  app.set_config("--config");
  app.config_formatter(config);
  std::string classic;
  size_t most = 0;
  app.add_option("--classic", classic);
  app.add_option("--max-members", most)->check(CLI::Range(1, 9));
  std::string said;
  try {
    app.parse("--config " + path.string());
  } catch (const CLI::ParseError& error) {
    said = config->located(error.what());
  }
  CHECK(said.starts_with(path.string() + ":3: max-members: "));
  CHECK(config->located("--classic: no") == path.string() + ":2: classic: no");
  CHECK(config->located("Could not convert: --classic = no") ==
        path.string() + ":2: Could not convert: classic = no");
  CHECK(config->located("--listen: no") == "--listen: no");
  CHECK(config->located("nothing of an option") == "nothing of an option");
  // The command line overrides the file, so the error is reported without a line of the file.
  CHECK_THROWS_AS(app.parse("--max-members 77 --config " + path.string()), CLI::ParseError);
  CHECK(config->located("--max-members: no") == "--max-members: no");
  std::filesystem::remove(path);
}

TEST_CASE("plugins are the tree's own, or the user's where that cannot be written") {
  const Home home;
  const auto own = home.folder / "data/moonroom/plugins";
  const auto standard = options({});
  CHECK(standard.make_plugins);
  if (standard.plugins != standard.gallery.parent_path()) CHECK(standard.plugins == own);
  const auto chosen = options({"--plugins", "/x/y"});
  CHECK(chosen.plugins == "/x/y");
  CHECK_FALSE(chosen.make_plugins);
  // A folder from an option is not created: its name can be misspelt.
  CHECK(config::make_plugin_folder(chosen));
  CHECK_FALSE(std::filesystem::exists("/x/y"));
  Options installed;
  installed.plugins = own;
  installed.make_plugins = true;
  CHECK(config::make_plugin_folder(installed));
  CHECK(std::filesystem::is_directory(own));
  std::ofstream(home.folder / "file") << "";
  installed.plugins = home.folder / "file/plugins";
  const auto made = config::make_plugin_folder(installed);
  REQUIRE_FALSE(made);
  CHECK(made.error().what.find("name another with --plugins") != std::string::npos);
}

TEST_CASE("the default folder of plugins depends on where the program lies and who runs it") {
  const Home home;
  const auto own = home.folder / "data/moonroom/plugins";
  const auto tree = home.folder / "tree";
  const auto share = home.folder / "usr/share/moonroom";
  std::filesystem::create_directories(tree / "plugins");
  std::filesystem::create_directories(share / "plugins");
  CHECK(config::default_plugins(tree) == tree / "plugins");
  CHECK(config::default_plugins(share) == own);
  CHECK(config::default_plugins(home.folder / "nowhere") == own);
  ::unsetenv("XDG_DATA_HOME");
  CHECK(config::default_plugins(share) == home.folder / ".local/share/moonroom/plugins");
  // Relative paths are ignored (XDG Base Directory Specification).
  ::setenv("XDG_DATA_HOME", "data", 1);
  CHECK(config::default_plugins(share) == home.folder / ".local/share/moonroom/plugins");
  ::unsetenv("HOME");
  CHECK(config::default_plugins(share) == share / "plugins");
}

TEST_CASE("metrics are for this machine, unless an address is written") {
  CHECK_FALSE(options({}).metrics);
  CHECK(to_string(*options({"--metrics", "9464"}).metrics) == "127.0.0.1:9464");
  CHECK(to_string(*options({"--metrics", ":9464"}).metrics) == "127.0.0.1:9464");
  CHECK(to_string(*options({"--metrics", "192.0.2.7:9464"}).metrics) == "192.0.2.7:9464");
  CHECK(std::get<int>(parse({"--metrics", "somewhere"})) == 2);
}

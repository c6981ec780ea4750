#include "app/library.h"

#include <doctest/doctest.h>

#include <fstream>

#include "support/folder.h"

using namespace moonroom;

namespace {

struct Shelves {
  support::Folder folder;
  app::Options options;
  app::Library library{options};

  Shelves() {
    options.scripts = folder.root / "scripts";
    options.plugins = folder.root / "plugins";
    std::filesystem::create_directories(options.scripts / "wording");
    std::filesystem::create_directories(options.plugins);
    write("scripts/wording/notes-000.lua", "return {}");
    write("scripts/relay.lua", "return {}");
  }
  void write(const char* place, std::string_view text) const {
    std::ofstream(folder.root / place) << text;
  }
  void remove(const char* place) const { std::filesystem::remove(folder.root / place); }
  // What has changed: "plugins/a.lua -plugins/b.lua".
  std::string look() {
    const auto changes = library.look();
    std::string text;
    for (const auto& file : changes.changed) text += file.path + " ";
    for (const auto& path : changes.gone) text += "-" + path + " ";
    for (const auto& wrong : changes.wrong) text += "!" + wrong + " ";
    if (!text.empty()) text.pop_back();
    return text;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Shelves, "words come first, then settings, scripts and plugins, by name") {
  write("plugins/b.lua", "return {}");
  write("plugins/a.lua", "return {}");
  write("plugins/config.lua", "return {}");
  const auto files = library.read();
  REQUIRE(files);
  std::string paths;
  for (const auto& file : *files) paths += file.path + " ";
  CHECK(paths ==
        "wording/notes-000.lua plugins/config.lua scripts/relay.lua plugins/a.lua plugins/b.lua ");
  CHECK((*files)[1].role == ring::Role::settings);
  CHECK(look() == "");
}

TEST_CASE_FIXTURE(Shelves, "what is new, changed or gone is told once") {
  library.look();
  write("plugins/a.lua", "1");
  CHECK(look() == "plugins/a.lua");
  CHECK(look() == "");
  write("plugins/a.lua", "2");
  write("scripts/relay.lua", "2");
  CHECK(look() == "scripts/relay.lua plugins/a.lua");
  write("plugins/a.lua", "2");
  CHECK(look() == "");
  remove("plugins/a.lua");
  CHECK(look() == "-plugins/a.lua");
}

TEST_CASE_FIXTURE(Shelves, "settings that are gone are no settings") {
  write("plugins/config.lua", "return { a = 1 }");
  library.look();
  remove("plugins/config.lua");
  const auto changes = library.look();
  REQUIRE(changes.changed.size() == 1);
  CHECK(changes.changed.front().source == "return {}");
  CHECK(changes.gone.empty());
}

TEST_CASE_FIXTURE(Shelves, "editors' own files and tests are no plugins") {
  library.look();
  for (const char* place : {"plugins/.a.lua.swp", "plugins/.a.lua", "plugins/a.lua~",
                            "plugins/4913", "plugins/a_test.lua", "plugins/a.lua.off"})
    write(place, "x");
  CHECK(look() == "");
}

TEST_CASE_FIXTURE(Shelves, "a folder that cannot be read is named, and nothing in it is gone") {
  write("plugins/a.lua", "1");
  library.look();
  std::filesystem::rename(options.plugins, folder.root / "elsewhere");
  CHECK(look().find("!cannot read the folder") == 0);
  std::filesystem::rename(folder.root / "elsewhere", options.plugins);
  CHECK(look() == "");
}

TEST_CASE_FIXTURE(Shelves, "a file that is no plugin's size is refused, and the old one stays") {
  write("plugins/a.lua", "1");
  library.look();
  write("plugins/a.lua", std::string(300 << 10, 'x'));
  CHECK(look().find("is larger than 256 KiB") != std::string::npos);
}

TEST_CASE_FIXTURE(Shelves, "a wording that there is not is refused with those that there are") {
  options.wording = "klingon";
  const auto files = library.read();
  REQUIRE_FALSE(files);
  CHECK(files.error().what == "there is no wording 'klingon'; there are: notes-000");
}

#include "config/lua_sources.h"

#include <doctest/doctest.h>

#include <fstream>

#include "support/folder.h"

using namespace moonroom;

namespace {

struct LuaFolders {
  support::Folder folder;
  config::Options options;
  config::LuaSources library{options};

  LuaFolders() {
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
  // The changes: "plugins/a.lua -plugins/b.lua".
  std::string scan() {
    const auto changes = library.rescan();
    std::string text;
    for (const auto& file : changes.changed)
      text += (file.problem.empty() ? "" : "!") + file.path + " ";
    for (const auto& path : changes.gone) text += "-" + path + " ";
    for (const auto& wrong : changes.wrong) text += "!" + wrong + " ";
    for (const auto& notice : changes.notices) text += "?" + notice + " ";
    if (!text.empty()) text.pop_back();
    return text;
  }
};

}  // namespace

TEST_CASE_FIXTURE(LuaFolders, "wordings come first, then settings, scripts and plugins, by name") {
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
  CHECK(scan() == "");
}

TEST_CASE_FIXTURE(LuaFolders, "new, changed and removed files are reported once") {
  library.rescan();
  write("plugins/a.lua", "1");
  CHECK(scan() == "plugins/a.lua");
  CHECK(scan() == "");
  write("plugins/a.lua", "2");
  write("scripts/relay.lua", "2");
  CHECK(scan() == "scripts/relay.lua plugins/a.lua");
  write("plugins/a.lua", "2");
  CHECK(scan() == "");
  remove("plugins/a.lua");
  CHECK(scan() == "-plugins/a.lua");
}

TEST_CASE_FIXTURE(LuaFolders, "removed settings are empty settings") {
  write("plugins/config.lua", "return { a = 1 }");
  library.rescan();
  remove("plugins/config.lua");
  const auto changes = library.rescan();
  REQUIRE(changes.changed.size() == 1);
  CHECK(changes.changed.front().source == "return {}");
  CHECK(changes.gone.empty());
}

TEST_CASE_FIXTURE(LuaFolders, "editors' own files and tests are no plugins") {
  library.rescan();
  for (const char* place : {"plugins/.a.lua.swp", "plugins/.a.lua", "plugins/a.lua~",
                            "plugins/4913", "plugins/a_test.lua", "plugins/a.lua.off"})
    write(place, "x");
  CHECK(scan() == "");
}

TEST_CASE_FIXTURE(LuaFolders, "a folder that cannot be read is named, and nothing in it is gone") {
  write("plugins/a.lua", "1");
  library.rescan();
  std::filesystem::rename(options.plugins, folder.root / "elsewhere");
  CHECK(scan().find("!cannot read the folder") == 0);
  std::filesystem::rename(folder.root / "elsewhere", options.plugins);
  CHECK(scan() == "");
}

TEST_CASE_FIXTURE(LuaFolders,
                  "a file that cannot be read is told of once, and again when it can be") {
  write("plugins/a.lua", "1");
  library.rescan();
  write("plugins/a.lua", std::string(300 << 10, 'x'));
  const auto large = library.rescan();
  REQUIRE(large.changed.size() == 1);
  CHECK(large.changed[0].problem.find("larger than 256 KiB") != std::string::npos);
  CHECK(large.changed[0].source.empty());
  CHECK(scan() == "");
  write("plugins/a.lua", "1");
  const auto back = library.rescan();
  REQUIRE(back.changed.size() == 1);
  CHECK(back.changed[0].problem == "");
  // It is running already.
  CHECK(back.changed[0].only_if_changed);
}

TEST_CASE_FIXTURE(LuaFolders, "a deleted file is gone, even if others cannot be read") {
  write("plugins/a.lua", "1");
  std::filesystem::create_directory(folder.root / "plugins/b.lua");
  CHECK(scan() == "wording/notes-000.lua scripts/relay.lua plugins/a.lua !plugins/b.lua");
  remove("plugins/a.lua");
  CHECK(scan() == "-plugins/a.lua");
  remove("plugins/b.lua");
  CHECK(scan() == "-plugins/b.lua");
}

TEST_CASE_FIXTURE(LuaFolders, "a wrong file of any role leaves the others their place") {
  library.rescan();
  for (const char* place : {"plugins/config.lua", "plugins/d.LUA", "plugins/e.lua.txt"})
    std::filesystem::create_directory(folder.root / place);
  write("plugins/a\xff.lua", "return {}");
  write("plugins/z.lua", "return {}");
  CHECK(scan() ==
        "!plugins/config.lua !plugins/a\\xFF.lua !plugins/d.LUA !plugins/e.lua.txt "
        "plugins/z.lua");
}

TEST_CASE_FIXTURE(LuaFolders, "a wording that cannot be read is no reason to have no room") {
  options.wording = "odd";
  std::filesystem::create_directory(folder.root / "scripts/wording/odd.lua");
  const auto files = library.read();
  REQUIRE(files);
  CHECK((*files)[1].path == "wording/odd.lua");
  CHECK((*files)[1].problem.find("this is a folder") == 0);
}

TEST_CASE_FIXTURE(LuaFolders,
                  "without a folder of plugins there is a room, without scripts there is none") {
  std::filesystem::remove(options.plugins);
  REQUIRE(library.read());
  CHECK(library.drain_changes().wrong.size() == 1);
  std::filesystem::rename(options.scripts, folder.root / "elsewhere");
  CHECK_FALSE(library.read());
}

TEST_CASE_FIXTURE(LuaFolders,
                  "of too many files the known ones and the first are read, and it is told") {
  write("plugins/z.lua", "return {}");
  library.rescan();
  for (size_t i = 0; i < config::kMaxLuaFiles + 10; ++i)
    write(("plugins/f" + std::to_string(1000 + i) + ".lua").c_str(), "return {}");
  const auto changes = library.rescan();
  CHECK(changes.changed.size() == config::kMaxLuaFiles - 1);
  CHECK(changes.gone.empty());
  REQUIRE(changes.wrong.size() == 1);
  CHECK(changes.wrong[0].find("and 128 are read") != std::string::npos);
}

TEST_CASE_FIXTURE(LuaFolders, "a copy is loaded, and told of once") {
  write("plugins/dice.lua", "return {}");
  write("plugins/dice - Copy.lua", "return { }");
  const auto notice =
      "plugins/dice - Copy.lua is a copy of plugins/dice.lua: both run, so what they do is done "
      "twice; remove one";
  const auto first = library.rescan();
  CHECK(first.notices == std::vector<std::string>{notice});
  CHECK(first.changed.size() == 4);
  write("plugins/dice - Copy.lua", "return {  }");
  CHECK(scan() == "plugins/dice - Copy.lua");
  write("plugins/relay2.lua", std::string(100, ' '));
  write("scripts/relay.lua", std::string(100, ' '));
  const auto twin = library.rescan();
  REQUIRE(twin.notices.size() == 1);
}

TEST_CASE_FIXTURE(LuaFolders, "a link is followed to a file, and where it leads is watched") {
  std::filesystem::create_directory(folder.root / "mine");
  write("mine/a.lua", "1");
  std::filesystem::create_symlink("../mine/a.lua", options.plugins / "a.lua");
  std::filesystem::create_symlink("nowhere", options.plugins / "b.lua");
  std::filesystem::create_symlink("c.lua", options.plugins / "c.lua");
  CHECK(scan().find("plugins/a.lua !plugins/b.lua !plugins/c.lua") != std::string::npos);
  CHECK(library.watched().at((options.plugins / "../mine").string()) ==
        std::set<std::string>{"a.lua"});
  CHECK(library.watched().at(options.plugins.string()).empty());
  CHECK(library.watched().at(folder.root.string()) == std::set<std::string>{"plugins", "scripts"});
  write("mine/a.lua", "2");
  CHECK(scan() == "plugins/a.lua");
}

TEST_CASE_FIXTURE(LuaFolders, "an unknown wording is refused with the known ones") {
  options.wording = "klingon";
  const auto files = library.read();
  REQUIRE_FALSE(files);
  CHECK(files.error().what == "there is no wording 'klingon'; there are: notes-000");
}

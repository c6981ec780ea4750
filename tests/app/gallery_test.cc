#include "app/gallery.h"

#include <doctest/doctest.h>

#include <fstream>

#include "support/folder.h"

using namespace moonroom;
namespace fs = std::filesystem;

namespace {

struct Fixture {
  support::Folder folder;
  app::Gallery gallery{folder.root / "plugins", folder.root / "gallery"};

  Fixture() {
    fs::create_directory(folder.root / "plugins");
    fs::create_directory(folder.root / "gallery");
    write("gallery/dice.lua", "dice");
    write("gallery/dice_test.lua", "test");
  }
  void write(const char* place, std::string_view text) const {
    std::ofstream(folder.root / place) << text;
  }
  bool there(const char* place) const { return fs::exists(folder.root / place); }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "to turn a plugin on is to copy it, and never over another") {
  CHECK(gallery.names() == std::vector<std::string>{"dice"});
  CHECK(gallery.enable("dice"));
  CHECK(there("plugins/dice.lua"));
  CHECK(gallery.enable("dice").error().what.find("is there already") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a plugin that is turned off keeps what was changed in it") {
  write("plugins/dice.lua", "mine");
  CHECK(gallery.disable("dice"));
  CHECK_FALSE(there("plugins/dice.lua"));
  CHECK(gallery.enable("dice"));
  std::string text;
  std::ifstream(folder.root / "plugins/dice.lua") >> text;
  CHECK(text == "mine");
}

TEST_CASE_FIXTURE(Fixture, "what there is not is answered with what there is") {
  CHECK(gallery.enable("mice").error().what ==
        "there is no plugin mice to turn on; there are: dice");
  for (const char* name : {"", "../gallery/dice", ".", ".."}) CHECK_FALSE(gallery.enable(name));
  CHECK_FALSE(gallery.disable("mice"));
  CHECK_FALSE(gallery.disable("../gallery/dice"));
  CHECK(there("gallery/dice.lua"));
}

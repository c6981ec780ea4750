#include "store/plugin_data.h"

#include <doctest/doctest.h>

#include <fstream>

#include "support/folder.h"

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;
using support::Folder;

TEST_CASE("what was kept is there after a restart") {
  const Folder folder;
  PluginData before(folder.root / "store");
  before.keep("seen", "ann", 17.0);
  before.keep("seen", "bob", Table{{Value("a"), Value(true)}, {}});
  before.keep("dice", "rolled", "often");
  CHECK(before.commit());
  PluginData after(folder.root / "store");
  CHECK(after.of("seen") == before.of("seen"));
  CHECK(after.of("seen").fields.at("ann") == Value(17.0));
  CHECK(after.of("dice").fields.size() == 1);
  CHECK(after.of("other").fields.empty());
}

TEST_CASE("nil takes a field away") {
  const Folder folder;
  PluginData data(folder.root / "store");
  data.keep("seen", "ann", 1.0);
  CHECK(data.commit());
  data.keep("seen", "ann", {});
  CHECK(data.commit());
  CHECK(PluginData(folder.root / "store").of("seen").fields.empty());
}

TEST_CASE("what is not committed is not there after a restart") {
  const Folder folder;
  PluginData before(folder.root / "store");
  before.keep("seen", "ann", 1.0);
  CHECK(PluginData(folder.root / "store").of("seen").fields.empty());
}

TEST_CASE("without a folder it lasts as long as the program") {
  PluginData data("");
  data.keep("seen", "ann", 1.0);
  CHECK(data.commit());
  CHECK(data.of("seen").fields.size() == 1);
}

TEST_CASE("a file that is damaged counts as empty, and is replaced") {
  const Folder folder;
  fs::create_directories(folder.root / "store");
  std::ofstream(folder.root / "store/seen.data") << "no table at all";
  PluginData data(folder.root / "store");
  CHECK(data.of("seen").fields.empty());
  data.keep("seen", "ann", 1.0);
  CHECK(data.commit());
  CHECK(PluginData(folder.root / "store").of("seen").fields.size() == 1);
}

TEST_CASE("what cannot be written is said, kept in memory and tried again") {
  const Folder folder;
  std::ofstream(folder.root / "store") << "a file where the folder should be";
  PluginData data(folder.root / "store");
  data.keep("seen", "ann", 1.0);
  const auto written = data.commit();
  REQUIRE_FALSE(written);
  CHECK(written.error().what.find("cannot be written") != std::string::npos);
  CHECK(data.of("seen").fields.size() == 1);
  fs::remove(folder.root / "store");
  CHECK(data.commit());
  CHECK(PluginData(folder.root / "store").of("seen").fields.size() == 1);
}

}  // namespace
}  // namespace moonroom::store

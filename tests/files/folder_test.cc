#include "files/folder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "support/folder.h"

using namespace moonroom;
namespace fs = std::filesystem;

TEST_CASE("a folder is listed or its content is unknown") {
  support::Folder folder;
  std::ofstream(folder.root / "b");
  std::ofstream(folder.root / ".a");
  auto names = files::list_names(folder.root);
  REQUIRE(names);
  std::sort(names->begin(), names->end());
  CHECK(*names == std::vector<std::string>{".a", "b"});
  CHECK_FALSE(files::list_names(folder.root / "b"));
  CHECK_FALSE(files::list_names(folder.root / "c"));
}

TEST_CASE("nothing that stands somewhere is written over") {
  support::Folder folder;
  const auto at = [&](const char* name) { return folder.root / name; };
  CHECK(files::write_new(at("a"), "text"));
  CHECK(files::write_new(at("a"), "other").error().what.find("is there already") !=
        std::string::npos);
  fs::create_symlink("nowhere", at("link"));
  CHECK(files::is_taken(at("link")));
  CHECK_FALSE(files::write_new(at("link"), "text"));
  CHECK_FALSE(fs::exists(at("nowhere")));
  CHECK_FALSE(files::move_to_free(at("a"), at("link")));
  CHECK(files::move_to_free(at("a"), at("b")));
  CHECK_FALSE(files::is_taken(at("a")));
}

TEST_CASE("a chain of links is followed to its end, a circle for a while") {
  support::Folder folder;
  const auto at = [&](const char* name) { return folder.root / name; };
  fs::create_symlink("b", at("a"));
  fs::create_symlink(at("c"), at("b"));
  CHECK(files::link_chain(at("a")) == std::vector<fs::path>{at("a"), at("b"), at("c")});
  CHECK(files::link_chain(at("c")).size() == 1);
  fs::create_symlink("circle", at("circle"));
  CHECK(files::link_chain(at("circle")).size() < 20);
}

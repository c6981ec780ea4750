#include "ring/plugin_list.h"

#include <doctest/doctest.h>

using namespace moonroom;
using namespace std::chrono_literals;

namespace {

struct Shelf {
  ring::PluginList list;

  ring::Load take(const char* name, const char* source, ring::Role role = ring::Role::plugin) {
    return list.take({role, 0, name, std::string("plugins/") + name + ".lua", source});
  }
  // What a file says about itself, as far as the list reads it.
  static Value details(const char* fail = "open") {
    Table table;
    table.fields["fail"] = fail;
    table.fields["hooks"] = Table{{Value("filter_message")}, {}};
    return table;
  }
  ring::PluginRecord& record(uint32_t id) { return *list.find(id); }
};

const room::Event kLine = room::Saying{1, "hi", 1};

}  // namespace

TEST_CASE_FIXTURE(Shelf, "a file keeps its number from version to version") {
  CHECK(take("a", "1").id == 0);
  CHECK(take("b", "1").id == 1);
  CHECK(take("a", "2").id == 0);
  CHECK(list.named("b")->file.id == 1);
  CHECK_FALSE(list.named("c"));
}

TEST_CASE_FIXTURE(Shelf, "a new version takes over when it has loaded, and not before") {
  const auto first = take("a", "1");
  CHECK(list.loaded(first, true, "", details()) == "");
  CHECK(record(0).state == ring::State::on);
  const auto second = take("a", "2");
  CHECK(record(0).file.source == "1");
  CHECK(list.loaded(second, true, "", details()) == "");
  CHECK(record(0).file.source == "2");
}

TEST_CASE_FIXTURE(Shelf, "a version that fails leaves the one before it on, and says so") {
  list.loaded(take("a", "1"), true, "", details());
  const auto second = take("a", "2");
  CHECK(list.loaded(second, false, "a.lua:1: oops", details()) ==
        "a.lua:1: oops; the version before it goes on");
  CHECK(record(0).state == ring::State::on);
  CHECK(record(0).file.source == "1");
  CHECK(record(0).reason == "a.lua:1: oops");
}

TEST_CASE_FIXTURE(Shelf, "a file that cannot be read fails, and what runs goes on") {
  const auto unreadable = [&](const char* name) {
    ring::Load file{ring::Role::plugin, 0, name, std::string("plugins/") + name + ".lua", ""};
    file.problem = "this is a pipe";
    return list.take_unreadable(file);
  };
  CHECK(unreadable("new") == "plugins/new.lua: this is a pipe");
  CHECK(record(0).state == ring::State::failed);
  CHECK(list.to_load().empty());
  // Once it can be read it is as any other.
  CHECK(take("new", "1").id == 0);
  CHECK(record(0).state == ring::State::loading);
  CHECK(record(0).reason == "");
  list.loaded(take("new", "1"), true, "", details());
  CHECK(unreadable("new") == "plugins/new.lua: this is a pipe; the version before it goes on");
  CHECK(record(0).state == ring::State::on);
  CHECK(record(0).reason == "plugins/new.lua: this is a pipe");
  CHECK(list.to_load().size() == 1);
  for (const auto state : {ring::State::gone, ring::State::failed}) {
    record(0).state = state;
    unreadable("new");
    CHECK(record(0).state == ring::State::failed);
    CHECK(list.to_load().empty());
  }
  record(0).state = ring::State::benched;
  CHECK(unreadable("new") == "plugins/new.lua: this is a pipe");
  CHECK(record(0).state == ring::State::benched);
}

TEST_CASE_FIXTURE(Shelf, "a first version that fails is not tried again until it changes") {
  CHECK(list.loaded(take("a", "1"), false, "oops", {}) == "oops");
  CHECK(record(0).state == ring::State::failed);
  CHECK(list.to_load().empty());
  take("a", "2");
  REQUIRE(list.to_load().size() == 1);
  CHECK(list.to_load().front().source == "2");
}

TEST_CASE_FIXTURE(Shelf, "a new worker loads what ran, then what was being tried") {
  list.loaded(take("a", "1"), true, "", details());
  take("a", "2");
  const auto files = list.to_load();
  REQUIRE(files.size() == 2);
  CHECK(files[0].source == "1");
  CHECK(files[1].source == "2");
  list.died_loading(files[1]);
  CHECK(list.to_load().size() == 1);
  CHECK(record(0).reason.find("killed the worker") != std::string::npos);
}

TEST_CASE_FIXTURE(Shelf, "words and settings are loaded before those who need them") {
  take("p", "1");
  take("config", "1", ring::Role::settings);
  take("s", "1", ring::Role::script);
  take("w", "1", ring::Role::wording);
  std::string names;
  for (const auto& file : list.to_load()) names += file.name + " ";
  CHECK(names == "w config s p ");
}

TEST_CASE_FIXTURE(Shelf, "three faults in a minute bench, three in an hour do not") {
  take("a", "1");
  SteadyTime now{1h};
  CHECK_FALSE(list.fault(record(0), now));
  CHECK_FALSE(list.fault(record(0), now + 10s));
  CHECK_FALSE(list.fault(record(0), now + 69s));
  CHECK(record(0).state != ring::State::benched);
  CHECK(list.fault(record(0), now + 69s + 900ms));
  CHECK(record(0).state == ring::State::benched);
  CHECK(record(0).faults == 4);
  CHECK_FALSE(list.fault(record(0), now + 71s));
}

TEST_CASE_FIXTURE(Shelf,
                  "while one that must not fail is benched, what it would judge is refused") {
  list.loaded(take("a", "1"), true, "", details("closed"));
  CHECK_FALSE(list.refuses(kLine));
  for (int i = 0; i < 3; ++i) list.fault(record(0), SteadyTime{1h});
  CHECK(list.refuses(kLine));
  CHECK_FALSE(list.refuses(room::Joining{}));
  CHECK_FALSE(list.refuses(room::Leaving{}));
  take("a", "2");
  CHECK_FALSE(list.refuses(kLine));
}

TEST_CASE_FIXTURE(Shelf, "what a file that is gone comes to matters no more") {
  const auto first = take("a", "1");
  record(0).state = ring::State::gone;
  CHECK(list.loaded(first, false, "oops", {}) == "");
  CHECK_FALSE(list.named("a"));
  CHECK(take("a", "2").id == 0);
  CHECK(record(0).state == ring::State::loading);
}

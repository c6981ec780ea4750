#include "ring/plugin_registry.h"

#include <doctest/doctest.h>

using namespace moonroom;
using namespace std::chrono_literals;

namespace {

struct Shelf {
  ring::PluginRegistry list;

  ring::PluginSource take(const char* name, const char* source,
                          ring::Role role = ring::Role::plugin) {
    return list.add_version({role, 0, name, std::string("plugins/") + name + ".lua", source});
  }
  // A manifest, as far as the registry reads it.
  static Value details(const char* fail = "open") {
    Table table;
    table.fields["fail"] = fail;
    table.fields["hooks"] = Table{{Value("filter_message")}, {}};
    return table;
  }
  ring::PluginEntry& record(uint32_t id) { return *list.find(id); }
};

const room::Event kLine = room::MessageEvent{1, "hi", 1};

}  // namespace

TEST_CASE_FIXTURE(Shelf, "a file keeps its number from version to version") {
  CHECK(take("a", "1").id == 0);
  CHECK(take("b", "1").id == 1);
  CHECK(take("a", "2").id == 0);
  CHECK(list.find_by_name("b")->file.id == 1);
  CHECK_FALSE(list.find_by_name("c"));
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

TEST_CASE_FIXTURE(Shelf, "a file that cannot be read fails, and the running version stays") {
  const auto unreadable = [&](const char* name) {
    ring::PluginSource file{ring::Role::plugin, 0, name, std::string("plugins/") + name + ".lua",
                            ""};
    file.problem = "this is a pipe";
    return list.mark_unreadable(file);
  };
  CHECK(unreadable("new") == "plugins/new.lua: this is a pipe");
  CHECK(record(0).state == ring::State::failed);
  CHECK(list.startup_sources().empty());
  // Once readable, it is like any other file.
  CHECK(take("new", "1").id == 0);
  CHECK(record(0).state == ring::State::loading);
  CHECK(record(0).reason == "");
  list.loaded(take("new", "1"), true, "", details());
  CHECK(unreadable("new") == "plugins/new.lua: this is a pipe; the version before it goes on");
  CHECK(record(0).state == ring::State::on);
  CHECK(record(0).reason == "plugins/new.lua: this is a pipe");
  CHECK(list.startup_sources().size() == 1);
  for (const auto state : {ring::State::gone, ring::State::failed}) {
    record(0).state = state;
    unreadable("new");
    CHECK(record(0).state == ring::State::failed);
    CHECK(list.startup_sources().empty());
  }
  record(0).state = ring::State::benched;
  CHECK(unreadable("new") == "plugins/new.lua: this is a pipe");
  CHECK(record(0).state == ring::State::benched);
}

TEST_CASE_FIXTURE(Shelf, "a first version that fails is not tried again until it changes") {
  CHECK(list.loaded(take("a", "1"), false, "oops", {}) == "oops");
  CHECK(record(0).state == ring::State::failed);
  CHECK(list.startup_sources().empty());
  take("a", "2");
  REQUIRE(list.startup_sources().size() == 1);
  CHECK(list.startup_sources().front().source == "2");
}

TEST_CASE_FIXTURE(Shelf, "a new worker loads the running versions, then the ones being tried") {
  list.loaded(take("a", "1"), true, "", details());
  take("a", "2");
  const auto files = list.startup_sources();
  REQUIRE(files.size() == 2);
  CHECK(files[0].source == "1");
  CHECK(files[1].source == "2");
  list.died_loading(files[1]);
  CHECK(list.startup_sources().size() == 1);
  CHECK(record(0).reason.find("killed the worker") != std::string::npos);
}

TEST_CASE_FIXTURE(Shelf, "wordings and settings are loaded before the code that needs them") {
  take("p", "1");
  take("config", "1", ring::Role::settings);
  take("s", "1", ring::Role::script);
  take("w", "1", ring::Role::wording);
  std::string names;
  for (const auto& file : list.startup_sources()) names += file.name + " ";
  CHECK(names == "w config s p ");
}

TEST_CASE_FIXTURE(Shelf, "three faults in a minute bench, three in an hour do not") {
  take("a", "1");
  SteadyTime now{1h};
  CHECK_FALSE(list.fault(record(0), now, ""));
  CHECK_FALSE(list.fault(record(0), now + 10s, "ada"));
  CHECK_FALSE(list.fault(record(0), now + 69s, "ada"));
  CHECK_FALSE(list.fault(record(0), now + 69s, "bob"));
  CHECK(record(0).state != ring::State::benched);
  CHECK(list.fault(record(0), now + 69s + 900ms, ""));
  CHECK(record(0).state == ring::State::benched);
  CHECK(record(0).faults == 5);
  CHECK_FALSE(list.fault(record(0), now + 71s, ""));
}

TEST_CASE_FIXTURE(Shelf,
                  "while a closed plugin is benched, the events of its filters are refused") {
  list.loaded(take("a", "1"), true, "", details("closed"));
  CHECK_FALSE(list.fails_closed(kLine));
  for (int i = 0; i < 3; ++i) list.fault(record(0), SteadyTime{1h}, "");
  CHECK(list.fails_closed(kLine));
  CHECK_FALSE(list.fails_closed(room::JoinEvent{}));
  CHECK_FALSE(list.fails_closed(room::LeaveEvent{}));
  take("a", "2");
  CHECK_FALSE(list.fails_closed(kLine));
}

TEST_CASE_FIXTURE(Shelf, "the result of loading a removed file is ignored") {
  const auto first = take("a", "1");
  record(0).state = ring::State::gone;
  CHECK(list.loaded(first, false, "oops", {}) == "");
  CHECK_FALSE(list.find_by_name("a"));
  CHECK(take("a", "2").id == 0);
  CHECK(record(0).state == ring::State::loading);
}

TEST_CASE_FIXTURE(Shelf, "a closed file that did not load refuses the events of its filters") {
  struct Row {
    const char* source;
    ring::ClosedFilters remembered;
    bool refuses_lines;
    bool refuses_joins;
  };
  const Row rows[] = {
      {"return {", {}, false, false},
      {"return { fail = 'closed', filter_message = ", {}, true, false},
      {"return { fail = 'closed', filter_join = ", {}, false, true},
      {"return { fail = 'closed' ", {}, true, true},
      {"-- fail = 'closed'\nreturn { filter_message = ", {}, false, false},
      {"", {false, true}, true, false},
      {"return {", {true, false}, false, true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.source);
    Shelf shelf;
    ring::PluginSource file{ring::Role::plugin, 0, "a", "plugins/a.lua", row.source};
    file.closed = row.remembered;
    shelf.list.loaded(shelf.list.add_version(file), false, "oops", {});
    CHECK(shelf.list.fails_closed(kLine) == row.refuses_lines);
    CHECK(shelf.list.fails_closed(room::JoinEvent{}) == row.refuses_joins);
  }
}

TEST_CASE_FIXTURE(Shelf, "the closed filters of a version that never loaded are dropped with it") {
  list.loaded(take("a", "return { fail = 'closed' "), false, "oops", {});
  CHECK(list.fails_closed(kLine));
  list.loaded(take("a", "return { filter_message = "), false, "oops", {});
  CHECK_FALSE(list.fails_closed(kLine));
}

TEST_CASE_FIXTURE(Shelf, "three faults of a command bench the command and nothing else") {
  list.loaded(take("a", "1"), true, "", details());
  const SteadyTime now{1h};
  CHECK_FALSE(list.command_fault(record(0), "x", now, "ada"));
  CHECK_FALSE(list.command_fault(record(0), "y", now, "bob"));
  CHECK_FALSE(list.command_fault(record(0), "x", now, "ada"));
  CHECK_FALSE(list.command_fault(record(0), "x", now, "ada"));
  CHECK_FALSE(list.command_fault(record(0), "x", now, "bob"));
  CHECK(list.command_fault(record(0), "x", now, ""));
  CHECK(record(0).state == ring::State::on);
  CHECK(record(0).is_benched("x"));
  CHECK_FALSE(record(0).is_benched("y"));
  CHECK(list.startup_sources().front().benched_commands == std::vector<std::string>{"x"});
  list.loaded(take("a", "2"), true, "", details());
  CHECK_FALSE(record(0).is_benched("x"));
}

TEST_CASE_FIXTURE(Shelf, "a new worker is told why it loads a file") {
  ring::PluginSource file{ring::Role::plugin, 0, "a", "plugins/a.lua", "1"};
  file.saved = "left";
  file.why = ring::LoadReason::restart;
  const auto first = list.add_version(file);
  SUBCASE("as the host before left it, while it has not loaded") {
    const auto again = list.startup_sources().front();
    CHECK(again.why == ring::LoadReason::restart);
    CHECK(again.saved == Value("left"));
    list.loaded(first, false, "oops", {});
    const auto changed = take("a", "2");
    CHECK(changed.why == ring::LoadReason::restart);
    CHECK(changed.saved == Value("left"));
  }
  SUBCASE("a crash, once it has") {
    list.loaded(first, true, "", details());
    const auto again = list.startup_sources().front();
    CHECK(again.why == ring::LoadReason::crash);
    CHECK(again.saved.is_nil());
  }
  SUBCASE("what it left when it was unloaded") {
    list.loaded(first, true, "", details());
    list.unloaded(record(0), "later", ring::LoadReason::upgrade);
    const auto again = list.startup_sources().front();
    CHECK(again.why == ring::LoadReason::upgrade);
    CHECK(again.saved == Value("later"));
  }
  SUBCASE("nothing of a file that was gone") {
    list.loaded(first, true, "", details("closed"));
    record(0).state = ring::State::gone;
    const auto back = take("a", "2");
    CHECK(back.why == ring::LoadReason::fresh);
    CHECK(back.saved.is_nil());
    CHECK_FALSE(back.closed.any());
  }
}

TEST_CASE_FIXTURE(Shelf, "a version that crashes in on_unload does not keep the next one out") {
  list.loaded(take("a", "1"), true, "", details());
  list.died_unloading(take("a", "2"));
  const auto files = list.startup_sources();
  REQUIRE(files.size() == 1);
  CHECK(files[0].source == "2");
  CHECK(files[0].why == ring::LoadReason::crash);
}

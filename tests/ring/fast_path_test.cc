#include "ring/fast_path.h"

#include <doctest/doctest.h>

#include <string>

using namespace moonroom;

namespace {

// The manifests of loaded plugins.
struct Lineup {
  ring::PluginRegistry list;
  ring::FastPath routine;

  Value about(std::initializer_list<Value> hooks) {
    Table table;
    table.fields["hooks"] = Table{hooks, {}};
    return table;
  }
  Value with_form(const char* line) {
    Value value = about({"on_message"});
    auto& forms = std::get<Table>(value.data).fields["forms"] = Table{};
    std::get<Table>(forms.data).fields["on_message"] =
        to_value(room::PostTemplate{"message", line, room::PostTemplate::To::others});
    return value;
  }
  Value with_command() {
    Value value = about({});
    auto& commands = std::get<Table>(value.data).fields["commands"] = Table{};
    std::get<Table>(commands.data).fields["who"] = Table{};
    return value;
  }
  ring::PluginEntry& load(const char* name, const Value& details) {
    const auto file =
        list.add_version({ring::Role::script, 0, name, std::string(name) + ".lua", "x"});
    list.loaded(file, true, "", details);
    return *list.find_by_name(name);
  }
  bool covers(std::string_view text) {
    routine.rebuild(list.all());
    return routine.matches(text, "ann");
  }
  std::string settled(std::string_view text) {
    room::Verdict verdict{false, "old", {room::Kick{}, room::Kick{}}, true};
    routine.apply({1, "ann", text}, verdict);
    CHECK(verdict.passed);
    CHECK_FALSE(verdict.command);
    CHECK(verdict.reason.empty());
    REQUIRE(verdict.actions.size() == 1);
    return std::get<room::Post>(verdict.actions.front()).line;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Lineup, "without a template the fast path covers no line") {
  CHECK_FALSE(covers("hi"));
  load("joins", about({"on_join", "filter_join"}));
  CHECK_FALSE(covers("hi"));
}

TEST_CASE_FIXTURE(Lineup,
                  "with one template and no other interest, the fast path renders the template") {
  load("joins", about({"on_join", "filter_join"}));
  const auto& relay = load("relay", with_form("{name}: {text}"));
  CHECK(covers("hi"));
  CHECK(settled("hi") == "ann: hi");
  CHECK(routine.owner() == relay.file.id);
}

TEST_CASE_FIXTURE(Lineup, "a plugin that wants to see lines turns the fast path off") {
  load("relay", with_form("{name}: {text}"));
  auto& plugin = load("plugin", about({"filter_message"}));
  CHECK_FALSE(covers("hi"));
  plugin.details = about({"on_message"});
  CHECK_FALSE(covers("hi"));
  plugin.details = about({"on_join"});
  CHECK(covers("hi"));
  SUBCASE("also when it is benched, for it may say that it must not be passed over") {
    plugin.details = about({"filter_message"});
    plugin.state = ring::State::benched;
    CHECK_FALSE(covers("hi"));
  }
  SUBCASE("but not when it is gone") {
    plugin.details = about({"filter_message"});
    plugin.state = ring::State::gone;
    CHECK(covers("hi"));
  }
  SUBCASE("nor settled while one that did not load says that it must not be passed over") {
    plugin.state = ring::State::failed;
    plugin.file.closed = {false, true};
    CHECK_FALSE(covers("hi"));
    plugin.file.closed = {true, false};
    CHECK(covers("hi"));
  }
  SUBCASE("and as long as it loads nobody knows") {
    plugin.state = ring::State::loading;
    CHECK_FALSE(covers("hi"));
  }
}

TEST_CASE_FIXTURE(Lineup, "the template of a plugin that does not run is not used") {
  auto& relay = load("relay", with_form("{name}: {text}"));
  for (const auto state : {ring::State::benched, ring::State::failed, ring::State::gone}) {
    relay.state = state;
    CHECK_FALSE(covers("hi"));
  }
}

TEST_CASE_FIXTURE(Lineup, "with two templates the worker decides the order") {
  load("relay", with_form("{name}: {text}"));
  load("echo", with_form("again: {text}"));
  CHECK_FALSE(covers("hi"));
}

TEST_CASE_FIXTURE(Lineup, "commands stay known whatever state their plugin is in") {
  CHECK(list.commands().empty());
  auto& here = load("here", with_command());
  CHECK(list.commands().has("who"));
  CHECK_FALSE(list.commands().has_every_word());
  for (const auto state : {ring::State::benched, ring::State::failed, ring::State::gone}) {
    here.state = state;
    CHECK(list.commands().has("who"));
  }
  load("here", about({}));
  CHECK(list.commands().has("who"));
}

TEST_CASE_FIXTURE(Lineup, "a plugin that never loaded can have any command") {
  const auto file = list.add_version({ring::Role::plugin, 0, "ops", "ops.lua", "x"});
  list.loaded(file, false, "a mistake", {});
  CHECK(list.commands().has_every_word());
  list.loaded(file, true, "", about({}));
  CHECK(list.commands().empty());
}

TEST_CASE_FIXTURE(Lineup, "invalid templates from the worker are not used") {
  load("relay", with_form("\xff"));
  CHECK_FALSE(covers("hi"));
}

TEST_CASE_FIXTURE(Lineup, "lines that get too long are left to the worker, which reports them") {
  load("relay", with_form("{name}: {text}"));
  CHECK(covers(std::string(8000, 'x')));
  CHECK_FALSE(covers(std::string(9000, 'x')));
}

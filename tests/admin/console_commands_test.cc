#include "admin/console_commands.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "admin/command_forms.h"
#include "base/language.h"
#include "support/text.h"

using namespace moonroom;
using support::has;

namespace {

// The CommandTable without a running host: the worker is never started.
struct CommandFixture {
  room::RoomState state;
  ring::WorkerJudge judge{{"/no/such/program"}, state};
  relay::Relay relay{{}, state, judge};
  bool ended = false;
  bool has_failed = false;
  uint64_t upgrades = 0;
  admin::CommandTable commands{
      {relay,
       state,
       judge,
       [] {
         metrics::MetricsSnapshot figures;
         figures.members = 3;
         return figures;
       },
       [] {
         return std::vector<admin::Row>{{"PROCESS"}, {"relay"}};
       },
       [](std::string_view name) { return "no " + std::string(name); },
       [this] { ended = true; },
       {"/no/plugins", "/no/gallery"},
       [this] { ++upgrades; },
       [this] {
         return admin::UpgradeStatus{upgrades, admin::UpgradeStatus::State::checking, "x"};
       }}};
  wire::Outbox out;

  std::string type(std::string_view line) {
    auto reply = commands.execute(line, Moment{});
    if (reply.is_pending) {
      relay.apply_verdicts({Moment{}, out});
      const auto results = relay.drain_effects().results;
      if (results.empty()) return "(later)";
      reply = commands.reply_to(results.back(), Moment{});
    }
    has_failed = reply.has_failed;
    return reply.text;
  }
};

}  // namespace

TEST_CASE_FIXTURE(CommandFixture, "a bare line is posted to the room, and needs no answer") {
  CHECK(type("hello").empty());
  CHECK(judge.stats().held == 1);
  CHECK(type("/say /hello").empty());
  CHECK(judge.stats().held == 2);
  CHECK(type("").empty());
  CHECK(judge.stats().held == 2);
}

TEST_CASE_FIXTURE(CommandFixture, "an unknown command names the nearest, or where to look") {
  CHECK(type("/hepl") == "there is no command /hepl; did you mean /help?");
  CHECK(type("/xyzzy") == "there is no command /xyzzy; /help lists them");
}

TEST_CASE_FIXTURE(CommandFixture, "every listed command exists, and reports missing arguments") {
  CHECK(has(type("/help"), "/kick NAME [REASON]"));
  CHECK(type("/who") == "nobody is in the room");
  CHECK(has(type("/kick"), "/kick NAME"));
  CHECK(has(type("/kick ada"), "nobody here is called ada"));
  CHECK(has(type("/say"), "/say TEXT"));
  CHECK(has(type("/ps"), "relay"));
  CHECK(has(type("/plugin list"), "PLUGIN"));
  CHECK(has(type("/plugin load x"), "there is no plugin x"));
  CHECK(has(type("/plugin resume x"), "there is no plugin x"));
  CHECK(has(type("/plugin dance"), "/plugin [list], "));
  CHECK(has(type("/stats"), "members                 3 (0 came, 0 left)"));
  CHECK(has(type("/top"), "PROCESS"));
  CHECK_FALSE(ended);
  type("/quit");
  CHECK(ended);
}

TEST_CASE_FIXTURE(CommandFixture, "a word that no form of a command has names those it has") {
  CHECK(type("/plugin loda x") == "there is no /plugin loda; did you mean /plugin load?");
  CHECK(has(type("/plugin dance"), "/plugin folder, /plugin load PLUGIN, /plugin reload PLUGIN"));
  CHECK(type("/plugin load") == "which plugin? /plugin load PLUGIN");
  CHECK(type("/plugin enable ") == "which plugin? /plugin enable NAME");
  CHECK(type("/plugin folder") == "/no/plugins");
  const Speaking chinese(Language::chinese);
  CHECK(type("/plugin load") == "哪个插件？/plugin load PLUGIN");
  CHECK(type("/mute") == "谁？/mute NAME [LENGTH]");
}

TEST_CASE_FIXTURE(
    CommandFixture,
    "each form of the table is accepted, completed, and in the help of both languages") {
  const auto completed = admin::CommandTable::builtin_completions().commands;
  for (const auto& form : admin::command_forms()) {
    const auto usage = admin::usage_of(form);
    CAPTURE(usage);
    const auto line =
        "/" + std::string(form.command) + (form.word.empty() ? "" : " " + std::string(form.word));
    const auto answer = type(line + (form.arguments.empty() ? "" : " nobody"));
    CHECK_FALSE(has(answer, "there is no /"));
    CHECK_FALSE(has(answer, "there is no command"));
    CHECK_FALSE(has(answer, "which plugin?"));
    CHECK(std::any_of(completed.begin(), completed.end(),
                      [&](const std::string& each) { return each.starts_with(line); }));
    CHECK(has(type("/help"), usage + " "));
    const Speaking chinese(Language::chinese);
    CHECK(has(type("/help"), usage + " "));
    CHECK(chinese_for(form.help).has_value());
  }
}

TEST_CASE_FIXTURE(CommandFixture, "every command has a form") {
  for (const auto& word : admin::CommandTable::builtin_completions().commands) {
    const auto name = word.substr(1, word.find(' ') - 1);
    CAPTURE(name);
    CHECK_FALSE(admin::usage_of(name).empty());
  }
}

TEST_CASE_FIXTURE(CommandFixture, "commands about an absent member work, or say what to type") {
  CHECK(type("/bans") == "nobody is kept out or muted");
  CHECK(has(type("/unmute zoe"), "no mute of zoe; /bans lists those there are"));
  CHECK(has_failed);
  CHECK(has(type("/kick zoe"), "/ban zoe keeps the name out"));
  CHECK(has_failed);
  CHECK(has(type("/mute zoe 1h"), "zoe may not speak for 1 h 0 min\nunder this name only"));
  CHECK_FALSE(has_failed);
  CHECK(has(type("/bans"), "zoe"));
  CHECK(has(type("/bans"), "speak"));
  CHECK(commands.completions().muted == std::vector<std::string>{"zoe"});
  CHECK(has(type("/unban zoe"), "may not speak: /unmute zoe"));
  CHECK(has(type("/mute a:b"), "nobody can be called a:b"));
  CHECK(has_failed);
  CHECK(has(type("/unmute"), "whom? /unmute NAME"));
  CHECK(has(type("/unmute zoe now"), "whom? /unmute NAME"));
  CHECK(type("/unmute ZOE") == "ZOE may speak again");
  CHECK_FALSE(has_failed);
  CHECK(commands.completions().muted.empty());
  CHECK(has(type("/ban zoe"), "zoe is kept out for"));
  CHECK(commands.completions().banned == std::vector<std::string>{"zoe"});
  CHECK(has(type("/unmute zoe"), "kept out: /unban zoe"));
  CHECK(has(type("/unban zoe"), "no longer kept out: zoe"));
  CHECK(type("/bans") == "nobody is kept out or muted");
}

TEST_CASE_FIXTURE(CommandFixture, "an upgrade is asked for, and its course") {
  CHECK(type("/upgrade last") == "upgrade 0 is being checked: x");
  CHECK(type("/upgrade") == "upgrade 1 is being checked: x");
  CHECK(type("/upgrade now") == "there is no /upgrade now; use /upgrade, /upgrade last");
  CHECK(upgrades == 1);
}

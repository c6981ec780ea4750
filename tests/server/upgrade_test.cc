#include "server/upgrade.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "admin/upgrade_status.h"
#include "support/text.h"

using namespace moonroom;
using admin::UpgradeStatus;
using server::Candidate;
using server::PreflightReport;
using server::PreflightRequest;
using support::has;

namespace {

namespace fs = std::filesystem;

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "moonroom-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }

  fs::path write(const std::string& text) const {
    std::ofstream(path / "program") << text;
    fs::permissions(path / "program", fs::perms::owner_all);
    return path / "program";
  }

  fs::path path;
};

// Why the program must not take over; empty when it can.
std::string why_not(const fs::path& program, std::vector<std::string> words = {}) {
  auto candidate = Candidate::start(program, words, {"a nonce"}, now());
  if (!candidate) return candidate.error().what;
  for (;;) {
    const auto outcome = candidate->poll(now());
    if (outcome) return *outcome ? "" : outcome->error().what;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

TEST_CASE("a status survives formatting and parsing") {
  using State = UpgradeStatus::State;
  for (const auto state : {State::none, State::checking, State::failed, State::done}) {
    const UpgradeStatus status{17, state, "why: so"};
    CHECK(admin::parse_upgrade_status(to_text(status)) == status);
  }
  for (const auto* other : {"", "there is no command /upgrade; /help lists them",
                            "upgrade x failed: ", "upgrade 3 went away", "upgrade "})
    CHECK_FALSE(admin::parse_upgrade_status(other));
}

TEST_CASE("requests and reports of a preflight survive encoding") {
  PreflightRequest request{"n", "8:15", {}, true, wire::parse_endpoint("127.0.0.1:9464").value()};
  request.sockets = {*wire::parse_endpoint("[::]:8888"), *wire::parse_endpoint("0.0.0.0:8889")};
  const auto asked = server::decode_preflight_request(encode(request));
  REQUIRE(asked);
  CHECK(asked->nonce == "n");
  CHECK(asked->lock == "8:15");
  CHECK(asked->sockets == request.sockets);
  CHECK(asked->activated);
  CHECK(asked->metrics == request.metrics);
  PreflightReport report{"n", "1.2", {{"plugins/a.lua", "it is \xff bad"}}};
  const auto told = server::decode_preflight_report(encode(report));
  REQUIRE(told);
  CHECK(told->version == "1.2");
  REQUIRE(told->failed.size() == 1);
  CHECK(told->failed[0].path == "plugins/a.lua");
  for (const auto* other : {"", "{", "{}", "[]", "7", R"({"nonce":1,"version":2,"failed":3})"}) {
    CHECK_FALSE(server::decode_preflight_request(other));
    CHECK_FALSE(server::decode_preflight_report(other));
  }
}

TEST_CASE("a report fits a packet, however many files fail") {
  PreflightReport report{"n", "1.2", {}};
  report.failed.resize(1000, {"plugins/a.lua", std::string(200, 'x')});
  const auto packet = encode(report);
  CHECK(packet.size() <= server::kMaxPreflightPacket);
  CHECK(server::decode_preflight_report(packet)->failed.size() > 100);
}

TEST_CASE("a file that runs here must load there; one that has failed already need not") {
  ring::PluginRegistry here;
  here.add_version({ring::Role::plugin, 0, "a", "plugins/a.lua", "return {}"});
  const PreflightReport report{"n", "1", {{"plugins/a.lua", "no such function"}}};
  CHECK(server::objection_to(report, here).empty());
  here.loaded(here.all().front().file, true, "", {});
  CHECK(has(server::objection_to(report, here), "plugins/a.lua"));
  CHECK(has(server::objection_to(report, here), "no such function"));
  CHECK(server::objection_to({"n", "1", {}}, here).empty());
}

TEST_CASE("no program takes over from a store that it could not continue") {
  store::Store::Health health;
  health.on_disk = true;
  CHECK(server::objection_to(health).empty());
  health.problem = "disk full";
  CHECK(has(server::objection_to(health), "disk full"));
  health.on_disk = false;
  CHECK(has(server::objection_to(health), "--data"));
}

TEST_CASE("a file that is no program, or does not answer correctly, may not take over") {
  const Folder folder;
  CHECK(has(why_not(folder.path / "nothing"), "No such file"));
  CHECK(has(why_not(folder.path), "no regular file"));
  CHECK(has(why_not(folder.write("")), "it is empty"));
  CHECK(has(why_not(folder.write("#!/bin/sh\nexit 0\n")), "cannot be executed"));
  CHECK(has(why_not(folder.write("\x7f"
                                 "ELF, but no more")),
            "cannot be executed"));
  ::mkfifo((folder.path / "fifo").c_str(), 0700);
  CHECK(has(why_not(folder.path / "fifo"), "no regular file"));
  const std::vector<std::pair<const char*, const char*>> scripts = {
      {"exit 0", "no moonroomd"},
      {"exit 3", "exit status 3"},
      {"kill -9 $$", "signal 9"},
      {"echo '{}' >&3; exit 0", "no moonroomd"},
      {"head -c 1 <&3 >&3; exit 0", "no moonroomd"},
      {"echo it is too old >&2; exit 1", "it is too old"},
      {"printf '\\033[31mred\\nmoonroomd: \\033[1mbad\\n' >&2; exit 1", "says: ␛[1mbad"},
      {"seq 100000 >&2; exit 1", "100000"},
  };
  for (const auto& each : scripts) {
    const std::string script = each.first;
    CAPTURE(script);
    CHECK(has(why_not("/bin/sh", {"-c", script}), each.second));
  }
}

TEST_CASE("a program that never ends is killed at its deadline") {
  auto candidate = Candidate::start("/bin/sh", {"-c", "sleep 600"}, {"a nonce"}, now());
  REQUIRE(candidate);
  CHECK_FALSE(candidate->poll(now()));
  const auto outcome = candidate->poll(now() + std::chrono::seconds(11));
  REQUIRE(outcome);
  REQUIRE_FALSE(*outcome);
  CHECK(has(outcome->error().what, "did not come to an end"));
}

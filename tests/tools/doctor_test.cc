#include "tools/doctor.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "net/udp_socket.h"
#include "store/folder_lock.h"
#include "support/folder.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using Weight = tools::Finding::Severity;

namespace {

struct Machine {
  support::Folder folder;
  config::Options options;

  Machine() {
    options.listen.address = wire::v4_address({127, 0, 0, 1});
    options.scripts = "scripts";
    options.plugins = "plugins";
    options.data = folder.root / "data";
  }

  tools::Finding find(std::string_view subject) const {
    const auto all = tools::examine(options);
    const auto found = std::find_if(all.begin(), all.end(), [&](const tools::Finding& finding) {
      return finding.subject == subject;
    });
    REQUIRE(found != all.end());
    return *found;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Machine, "a check changes nothing: a missing folder is still missing") {
  CHECK(find("data").severity == Weight::ok);
  CHECK_FALSE(std::filesystem::exists(options.data));
}

TEST_CASE_FIXTURE(Machine, "a port that another program has is wrong, unless it is this host's") {
  const auto other = net::UdpSocket::bind(options.listen);
  REQUIRE(other);
  options.listen = other->local();
  CHECK(find("port").severity == Weight::error);
  CHECK(has(find("port").remedy, std::to_string(options.listen.port)));
  const auto lock = store::FolderLock::acquire(options.data);
  REQUIRE(lock);
  CHECK(has(find("host").state, "is running with this data"));
  CHECK(find("port").severity == Weight::ok);
}

TEST_CASE_FIXTURE(Machine, "a host on another port than the one checked is advice") {
  CHECK(has(find("host").state, "none is running"));
  const auto lock = store::FolderLock::acquire(options.data);
  REQUIRE(lock);
  CHECK(find("port").severity == Weight::advice);
}

TEST_CASE_FIXTURE(Machine, "a folder without scripts is wrong") {
  CHECK(find("scripts").severity == Weight::ok);
  options.scripts = folder.root / "nothing";
  CHECK(find("scripts").severity == Weight::error);
}

TEST_CASE("a report has a line for each finding, its remedy below it, and the sum at its end") {
  const auto report = tools::to_report({{Weight::ok, "port", "[::]:8888 is free", ""},
                                        {Weight::error, "data", "/x is open", "chmod 700 /x"}});
  CHECK(report ==
        "ok      port               [::]:8888 is free\n"
        "CHANGE  data               /x is open\n"
        "                           → chmod 700 /x\n"
        "1 to change, 0 to think about\n");
  CHECK(tools::to_report({{Weight::ok, "port", "free", ""}}).ends_with("all is well\n"));
}

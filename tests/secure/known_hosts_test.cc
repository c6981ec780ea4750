#include "secure/known_hosts.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "secure/fingerprint.h"
#include "support/folder.h"

using namespace moonroom;
using moonroom::secure::KnownHosts;
using moonroom::secure::parse_fingerprint;
using Verdict = KnownHosts::Verdict;

namespace {

const std::string kOne = "SHA256:" + std::string(43, '1');
const std::string kOther = "SHA256:" + std::string(43, '2');

struct Memory : support::Folder {
  std::filesystem::path path = root / "config" / "moonroom" / "known_hosts";
  KnownHosts hosts{path};

  KnownHosts::Memory recall(std::string_view name, std::string_view fingerprint) const {
    const auto memory = hosts.recall(name, fingerprint);
    REQUIRE(memory);
    return *memory;
  }
  void remember(std::string_view name, std::string_view fingerprint) {
    REQUIRE(hosts.remember(name, fingerprint));
  }
  void append(std::string_view text) const { std::ofstream(path, std::ios::app) << text; }
};

}  // namespace

TEST_CASE("a host is unknown at first and known from then on") {
  Memory memory;
  CHECK(memory.recall("moon.example:8888", kOne).verdict == Verdict::unknown);
  CHECK(!std::filesystem::exists(memory.path));
  memory.remember("moon.example:8888", kOne);
  CHECK(memory.recall("moon.example:8888", kOne).verdict == Verdict::known);
  CHECK(memory.recall("moon.example:8889", kOne).verdict == Verdict::unknown);
  CHECK(memory.recall("other.example:8888", kOther).verdict == Verdict::unknown);
  CHECK(memory.recall("moon.example", kOne).verdict == Verdict::unknown);
}

TEST_CASE("a host has one name in the file, however it is written") {
  struct Row {
    const char* written;
    const char* canonical;
  };
  const Row rows[] = {
      {"localhost:8888", "localhost:8888"},
      {"LOCALHOST:8888", "localhost:8888"},
      {"localhost.:8888", "localhost:8888"},
      {"127.0.0.1:8888", "localhost:8888"},
      {"[::1]:8888", "localhost:8888"},
      {"::1:8888", "localhost:8888"},
      {"[0:0:0:0:0:0:0:1]:8888", "localhost:8888"},
      {"127.0.0.1:99", "localhost:99"},
      {"127.0.0.2:8888", "127.0.0.2:8888"},
      {"Moon.Example.:8888", "moon.example:8888"},
      {"[2001:DB8:0::7]:8888", "[2001:db8::7]:8888"},
      {"2001:db8::7:8888", "[2001:db8::7]:8888"},
      {"192.0.2.7:8888", "192.0.2.7:8888"},
      {"moon.example", "moon.example"},
      {"", ""},
  };
  for (const auto& row : rows) CHECK(secure::canonical_host(row.written) == row.canonical);
}

TEST_CASE("a line of an earlier version is found under each name of its host") {
  Memory memory;
  memory.remember("other:1", kOther);
  memory.append("127.0.0.1:8888 " + kOne + "\n");
  for (const auto* name : {"localhost:8888", "LOCALHOST:8888", "[::1]:8888", "127.0.0.1:8888"}) {
    CHECK(memory.recall(name, kOne).verdict == Verdict::known);
    CHECK(memory.recall(name, kOther).verdict == Verdict::changed);
  }
  CHECK(memory.recall("localhost:8889", kOne).verdict == Verdict::unknown);
}

TEST_CASE("a key that has changed is told with the old one and its line") {
  Memory memory;
  memory.remember("a:1", kOther);
  memory.remember("b:1", kOne);
  const auto changed = memory.recall("b:1", kOther);
  CHECK(changed.verdict == Verdict::changed);
  CHECK(changed.fingerprint == kOne);
  CHECK(changed.line == 2);
}

TEST_CASE("of several keys of a host any will do") {
  Memory memory;
  memory.remember("a:1", kOne);
  memory.remember("a:1", kOther);
  CHECK(memory.recall("a:1", kOne).verdict == Verdict::known);
  CHECK(memory.recall("a:1", kOther).verdict == Verdict::known);
}

TEST_CASE("people may edit the file") {
  Memory memory;
  memory.remember("a:1", kOne);
  memory.append("# a word about b\n\n  b:1\t" + kOther + " in the cellar\r\nc:1 " + kOne);
  CHECK(memory.recall("b:1", kOther).verdict == Verdict::known);
  memory.remember("d:1", kOther);
  for (const auto* name : {"a:1", "c:1"})
    CHECK(memory.recall(name, kOne).verdict == Verdict::known);
  CHECK(memory.recall("d:1", kOther).verdict == Verdict::known);
}

TEST_CASE("a line that was cut off by an accident is no key that has changed") {
  Memory memory;
  memory.remember("a:1", kOne);
  memory.append("b:1 SHA256:1111");
  CHECK(memory.recall("b:1", kOne).verdict == Verdict::unknown);
  memory.append("\nc:1");
  CHECK(memory.recall("c:1", kOne).verdict == Verdict::unknown);
}

TEST_CASE("a file that cannot be read or written is a problem") {
  Memory memory;
  std::filesystem::create_directories(memory.path);
  CHECK(!memory.hosts.recall("a:1", kOne));
  CHECK(!memory.hosts.remember("a:1", kOne));
  support::Folder folder;
  std::ofstream(folder.root / "file") << "x";
  CHECK(!KnownHosts(folder.root / "file" / "known_hosts").remember("a:1", kOne));
}

TEST_CASE("a fingerprint may be typed with or without its prefix and padding") {
  CHECK(parse_fingerprint(kOne) == kOne);
  CHECK(parse_fingerprint(kOne.substr(7)) == kOne);
  CHECK(parse_fingerprint(kOne + "=") == kOne);
  for (const auto& wrong : {std::string(), std::string("SHA256:"), kOne + "1", kOne.substr(0, 49),
                            "MD5:" + kOne.substr(7), kOne.substr(0, 49) + "*"})
    CHECK(!parse_fingerprint(wrong));
}

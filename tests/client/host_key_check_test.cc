#include "client/host_key_check.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "text/graphemes.h"

using namespace moonroom::client;
using State = Connection::State;
namespace fs = std::filesystem;

namespace {

const std::string kBefore = "SHA256:" + std::string(43, 'A');
const std::string kNewKey = "SHA256:" + std::string(43, 'B');

// A file of known hosts with the relevant one in its second line.
struct KnownHost {
  fs::path folder;
  fs::path file;

  KnownHost() {
    std::string pattern = fs::temp_directory_path() / "moonroom-XXXXXX";
    folder = ::mkdtemp(pattern.data());
    file = folder / "known_hosts";
    std::ofstream(file) << "example.org:8888 " << kNewKey << "\nchat.example.org:8888 " << kBefore
                        << '\n';
  }
  ~KnownHost() { fs::remove_all(folder); }
  KnownHost(const KnownHost&) = delete;
  KnownHost& operator=(const KnownHost&) = delete;

  HostKeyCheck trust(Language language, const std::string& pin = "") const {
    return HostKeyCheck({"chat.example.org:8888", pin, file, language});
  }
};

std::string refusal_of(HostKeyCheck trust) {
  const auto meeting = trust.check(kNewKey);
  REQUIRE_FALSE(meeting);
  return meeting.error().what;
}

// The text fits a terminal, after the program's name.
void check_narrow(const std::string& words) {
  std::istringstream lines("moonroom: " + words);
  size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CAPTURE(line);
    CHECK(moonroom::text::columns_of_text(line) <= 78);
  }
  CHECK(count >= 4);
}

void check_has(const std::string& words, std::initializer_list<std::string> parts) {
  for (const auto& part : parts)
    CHECK_MESSAGE(words.find(part) != std::string::npos, part << " in " << words);
}

}  // namespace

TEST_CASE("a changed key is reported with both keys and the place of the old one") {
  const KnownHost host;
  const auto english = refusal_of(host.trust(Language::english));
  CHECK(english.starts_with("WARNING: the key of this host has changed; you have not come in.\n"));
  check_has(english, {"\n  host      chat.example.org:8888\n", "\n  expected  " + kBefore + "\n",
                      "\n  seen      " + kNewKey + "\n", "\n  " + host.file.string() + ", line 2"});
  const auto chinese = refusal_of(host.trust(Language::chinese));
  CHECK(chinese.starts_with("警告：这台主机的密钥变了"));
  check_has(chinese, {"chat.example.org:8888\n", kBefore, kNewKey,
                      "\n  " + host.file.string() + " 第 2 行"});
}

TEST_CASE("a key other than the pinned one is reported with both") {
  const KnownHost host;
  for (const auto language : {Language::english, Language::chinese})
    check_has(refusal_of(host.trust(language, kBefore)),
              {"chat.example.org:8888\n", kBefore, kNewKey});
  CHECK(host.trust(Language::english, kNewKey).check(kNewKey) == HostKeyCheck::Meeting::again);
}

TEST_CASE("messages about keys fit 78 columns") {
  const KnownHost host;
  for (const auto language : {Language::english, Language::chinese}) {
    check_narrow(refusal_of(host.trust(language)));
    check_narrow(refusal_of(host.trust(language, kBefore)));
  }
}

TEST_CASE("a host's first contact is once, and it is known from then on") {
  const KnownHost host;
  HostKeyCheck trust(
      {"new.example.org:8888", "", host.folder / "new" / "known_hosts", Language::english});
  CHECK(trust.check(kNewKey) == HostKeyCheck::Meeting::first);
  CHECK(trust.check(kNewKey) == HostKeyCheck::Meeting::again);
  CHECK(fs::status(host.folder / "new").permissions() == fs::perms::owner_all);
}

TEST_CASE("without a file every contact is the first") {
  HostKeyCheck trust({"new.example.org:8888", "", {}, Language::english});
  CHECK(trust.check(kNewKey) == HostKeyCheck::Meeting::first);
  CHECK(trust.check(kNewKey) == HostKeyCheck::Meeting::first);
}

TEST_CASE("a key that cannot be stored is reported, with the reason") {
  const KnownHost host;
  const auto pipe = host.folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  // Its folder would have to be inside a file.
  HostKeyCheck trust({"new.example.org:8888", "", host.file / "known_hosts", Language::english});
  const auto meeting = trust.check(kNewKey);
  if (meeting) {
    CHECK(*meeting == HostKeyCheck::Meeting::forgotten);
    CHECK(trust.problem_with_memory().find("cannot be written") != std::string::npos);
  }
  // Neither blocks nor is believed.
  CHECK_FALSE(HostKeyCheck({"new.example.org:8888", "", pipe, Language::english}).check(kNewKey));
}

TEST_CASE("a silent goodbye says how many lines may be missing") {
  CHECK(words_of({State::silent, "", 0}, Language::english) ==
        "the room did not answer the goodbye");
  CHECK(words_of({State::silent, "", 2}, Language::english) ==
        "the room did not answer the goodbye; 2 of your lines may not have arrived");
  CHECK(words_of({State::silent, "", 2}, Language::chinese).find("2 行") != std::string::npos);
}

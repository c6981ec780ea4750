#include "admin/completions.h"

#include <doctest/doctest.h>

using moonroom::admin::complete;
using moonroom::admin::Completions;
using moonroom::admin::decode_completions;
using moonroom::admin::encode;
using moonroom::admin::kMaxCompletions;

namespace {

const Completions kSome{
    {"/who", "/kick NAME", "/plugin list", "/plugin load PLUGIN", "/unmute MUTED", "/unban BANNED"},
    {"ada", "adam", "小明"},
    {"dice", "welcome"},
    {"zoe"},
    {"192.0.2.0/24"}};

}  // namespace

TEST_CASE("completions survive encoding") {
  CHECK(decode_completions(encode(kSome)) == kSome);
  CHECK(decode_completions({}) == Completions{});
}

TEST_CASE("a name stands where a command has a NAME, and a plugin where it has a PLUGIN") {
  CHECK(complete("/ki", kSome).insertion == "ck ");
  CHECK(complete("/kick a", kSome).insertion == "da");
  CHECK(complete("/kick 小", kSome).insertion == "明 ");
  CHECK(complete("/plugin l", kSome).choices.size() == 2);
  CHECK(complete("/plugin load w", kSome).insertion == "elcome ");
  CHECK(complete("/who a", kSome).insertion.empty());
}

TEST_CASE("a mute is lifted from the muted, in the room or not, and a ban from the banned") {
  CHECK(complete("/unmute ", kSome).insertion == "zoe ");
  CHECK(complete("/unmute a", kSome).insertion.empty());
  CHECK(complete("/unban 1", kSome).insertion == "92.0.2.0/24 ");
}

TEST_CASE("completions of an unknown kind are ignored") {
  CHECK(decode_completions("/who\n=later\n@ada\n\n") == Completions{{"/who"}, {"ada"}, {}});
}

TEST_CASE("a message to the room can name a member") {
  CHECK(complete("hello 小", kSome).insertion == "明 ");
  CHECK(complete("ad", kSome).insertion == "a");
}

TEST_CASE("no command is completed before the host has sent it") {
  CHECK(complete("/w", {}).insertion.empty());
}

TEST_CASE("a crowd of long names is cut where a packet ends") {
  Completions words = kSome;
  words.members.assign(2000, std::string(128, 'x'));
  const auto text = encode(words);
  CHECK(text.size() <= kMaxCompletions);
  const auto read = decode_completions(text);
  CHECK(read.commands == words.commands);
  CHECK(read.plugins == words.plugins);
  CHECK(read.members.size() > 400);
}

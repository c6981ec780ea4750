#include "base/language.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>

#include "base/chinese.h"

using namespace moonroom;

namespace {

long gaps(std::string_view text) {
  return std::count(text.begin(), text.end(), '{');
}

}  // namespace

TEST_CASE("every text has a twin that says as much") {
  for (const auto& text : chinese_texts()) {
    const auto english = text.english;
    const auto chinese = text.chinese;
    CAPTURE(english);
    CHECK_FALSE(chinese.empty());
    CHECK(english != chinese);
    CHECK(gaps(english) == gaps(chinese));
    CHECK(english.starts_with('\n') == chinese.starts_with('\n'));
    CHECK(english.ends_with('\n') == chinese.ends_with('\n'));
  }
}

TEST_CASE("a text is said in the language that is spoken, and for a while in another") {
  CHECK(tr("yes") == "yes");
  {
    const Speaking chinese(Language::chinese);
    CHECK(tr("yes") == "是");
    CHECK(tr("what no table has") == "what no table has");
    CHECK(tr_format("{} has been removed{}", "ann", "") == "ann 已被请出");
    const Speaking english(Language::english);
    CHECK(tr("yes") == "yes");
  }
  CHECK(said_anew("the host is gone") == "the host is gone");
}

TEST_CASE("a sentence that was put together elsewhere is said anew") {
  const Speaking chinese(Language::chinese);
  CHECK(said_anew("the host is gone") == "主机不在了");
  CHECK(said_anew("cannot listen on 0.0.0.0:1: Address already in use") ==
        "无法在 0.0.0.0:1 监听：Address already in use");
  CHECK(said_anew("--listen: 'x' is no port (0 to 65535)") ==
        "--listen: “x”不是端口（0 到 65535）");
  CHECK(said_anew("room.conf:3: there is no option x; did you mean y?") ==
        "room.conf:3: 没有选项 x；是不是 y？");
  CHECK(
      said_anew("key.pem is open to other users of this machine (mode 644), who may have read "
                "it: remove it to get a new one, or, if you trust them, chmod 600 key.pem") ==
      "key.pem 对本机其他用户开放（权限 644），他们可能读过：请删掉它换一个新的；如果信任他们，就 "
      "chmod 600 key.pem");
  // Names are not translated.
  CHECK(said_anew("clock is on: plugins/clock.lua") == "clock 已启用：plugins/clock.lua");
  for (const char* odd : {"", ": ", "{}", "{", "a: b", "\xff", "is required"})
    CHECK_NOTHROW(said_anew(odd));
}

TEST_CASE("the language is the option's, else the environment's") {
  const auto wanted = [](std::initializer_list<const char*> arguments) {
    return language_wanted(static_cast<int>(arguments.size()), arguments.begin());
  };
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) ::unsetenv(variable);
  CHECK(wanted({"x"}) == Language::english);
  ::setenv("LANG", "zh_CN.UTF-8", 1);
  CHECK(wanted({"x"}) == Language::chinese);
  ::setenv("LC_MESSAGES", "C", 1);
  CHECK(wanted({"x"}) == Language::english);
  ::setenv("LC_ALL", "zh_TW", 1);
  CHECK(wanted({"x"}) == Language::chinese);
  CHECK(wanted({"x", "--language", "en"}) == Language::english);
  CHECK(wanted({"x", "--language=en", "console"}) == Language::english);
  CHECK(wanted({"x", "--language=de"}) == Language::chinese);
  CHECK(wanted({"x", "--language"}) == Language::chinese);
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) ::unsetenv(variable);
}

#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>
#include <cmath>

#include "client/calendar.h"
#include "client/json_renderer.h"
#include "client/status_line.h"
#include "client/terminal_renderer.h"
#include "terminal/wrapping.h"

using namespace moonroom::client;
using moonroom::WallTime;
using std::chrono::milliseconds;

namespace {

// A Saturday, in the morning of UTC.
const WallTime kNow(milliseconds(1'795'256'996'123));

MessageReceived posted(std::string text, WallTime time = kNow) {
  MessageReceived message;
  message.time = time;
  message.line = std::move(text);
  return message;
}

struct RendererFixture {
  KnownPeople people;
  TerminalRenderer style;

  explicit RendererFixture(const TerminalRenderer::Settings& settings)
      : style(in_utc(settings), people, [] { return kNow; }) {
    style.called("ann");
  }
  /// Without the mark of the hanging indent.
  std::string heard(const MessageReceived& message) { return without_hang(hung(message)); }
  std::string hung(const MessageReceived& message) {
    people.update(message);
    return style.heard(message);
  }
  static std::string without_hang(std::string text) {
    std::erase(text, moonroom::terminal::kHang);
    return text;
  }

 private:
  static const TerminalRenderer::Settings& in_utc(const TerminalRenderer::Settings& settings) {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    return settings;
  }
};

double luminance(uint8_t number) {
  const int cube = number - 16;
  const auto linear = [](int step) {
    const double value = (step == 0 ? 0 : 55 + 40 * step) / 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(cube / 36) + 0.7152 * linear(cube / 6 % 6) + 0.0722 * linear(cube % 6);
}

}  // namespace

TEST_CASE("every colour can be read on black and on white") {
  for (const uint8_t number : palette()) {
    CHECK(1.05 / (luminance(number) + 0.05) >= 3.9);
    CHECK((luminance(number) + 0.05) / 0.05 >= 3.9);
  }
}

TEST_CASE("a name has one colour, NO_COLOR has none, and some terminals have few") {
  CHECK(coloured("ann", Colours::many) == coloured("ann", Colours::many));
  CHECK(coloured("ann", Colours::many) != coloured("bob", Colours::many));
  CHECK(coloured("ann", Colours::none) == "ann");
  CHECK(colours_of("", "xterm", "") == Colours::many);
  CHECK(colours_of("1", "xterm", "truecolor") == Colours::none);
  CHECK(colours_of("", "linux", "") == Colours::sixteen);
  CHECK(colours_of("", "vt100", "") == Colours::none);
}

TEST_CASE("a line has the time, and a day that has begun since has a line of its own") {
  RendererFixture shown({Language::english, Colours::none, true, false});
  CHECK(shown.heard(posted("bob: hi")) == "\x1b[2m" + time_of_day(kNow) + "\x1b[22m bob: hi");
  const auto tomorrow = shown.heard(posted("bob: hi", kNow + std::chrono::hours(24)));
  CHECK(tomorrow.starts_with("\x1b[2m── Sunday 2026-11-22 ──\x1b[22m\n"));
  RendererFixture chinese({Language::chinese, Colours::none, true, false});
  CHECK(chinese.heard(posted("bob: hi", kNow + std::chrono::hours(24))).find("星期日") !=
        std::string::npos);
}

TEST_CASE("a mention is marked, except in own lines") {
  RendererFixture shown({Language::english, Colours::none, false, true});
  CHECK(shown.heard(posted("bob: hi ann")) == "\x1b[1mbob: hi ann\x1b[22m\a");
  CHECK(shown.heard(posted("ann: I am ann")) == "ann: I am ann");
}

TEST_CASE("names stand in a column, as wide as the widest of them up to a limit") {
  RendererFixture shown({Language::english, Colours::none, false, false});
  CHECK(shown.heard(posted("bob: hi")) == "bob: hi");
  CHECK(shown.heard(posted("张三三：你好")) == "张三三：你好");
  CHECK(shown.heard(posted("bob: hi")) == "   bob: hi");
  CHECK(shown.heard(posted("bob joined the room")) == "\x1b[2m   bob joined the room\x1b[22m");
  CHECK(shown.heard(posted("abcdefghijklmnop: hi")) == "abcdefghijklmnop: hi");
  CHECK(shown.heard(posted("bob: hi")) == "         bob: hi");
  CHECK(shown.heard(posted("a line of a plugin")) == "a line of a plugin");
}

TEST_CASE("further rows begin where the text does") {
  RendererFixture shown({Language::english, Colours::none, false, false});
  CHECK(shown.hung(posted("bob: hi")) == "bob: \x1fhi");
  CHECK(shown.hung(posted("张三说：你好：吗")) == "张三说：\x1f你好：吗");
  CHECK(shown.hung(posted("bob joined the room")) == "\x1b[2m bob \x1fjoined the room\x1b[22m");
  CHECK(shown.hung(posted("* bob waves")) == "\x1f* bob waves");
}

TEST_CASE("an own line looks like those of others, with a bold name") {
  RendererFixture shown({Language::english, Colours::none, false, false});
  CHECK(RendererFixture::without_hang(shown.style.said("hi \x1b")) == "\x1b[1mann\x1b[22m: hi ␛");
}

TEST_CASE("the status names the problem, then the room") {
  StatusLine status(Language::english, "chat:8888", true);
  CHECK(status.text() == "coming in …");
  status.on(Connection{Connection::State::refused, "taken"});
  CHECK(status.text().empty());
  status.on(Connection{Connection::State::entered, "ann"});
  status.on(Limits{0, 0, true, 2});
  CHECK(status.text() == "chat:8888 · 2 here · encrypted");
  MessageReceived message;
  message.kind = "join";
  status.on(message);
  message.replayed = true;
  status.on(message);
  CHECK(status.text() == "chat:8888 · 3 here · encrypted");
  message.replayed = false;
  message.kind = "leave";
  status.on(message);
  status.on(Muted{kNow, 60});
  message.kind = "room";
  message.text = "#tea";
  status.on(message);
  const auto mute = "you are muted until " + time_of_day(kNow);
  CHECK(status.text() == mute + " · chat:8888 · 2 here · encrypted");
  message.only_for_you = true;
  status.on(message);
  CHECK(status.text() == mute + " · chat:8888 #tea · 2 here · encrypted");
  status.on(Muted{kNow, 86'400});
  CHECK(status.text().starts_with("you are muted until " + date_of(local_time(kNow)) + " " +
                                  time_of_day(kNow) + " · "));
  status.on(Muted{});
  CHECK(status.text() == "chat:8888 #tea · 2 here · encrypted");
  status.on(Connection{Connection::State::lost, ""});
  status.on(RoundTrip{500});
  CHECK(status.text().starts_with("the room does not answer at the moment · round trip 500 ms · "));
  status.on(Connection{Connection::State::ended, ""});
  status.on(RoundTrip{5});
  CHECK(status.text().empty());
  StatusLine chinese(Language::chinese, "chat", false);
  chinese.on(Connection{Connection::State::back, ""});
  CHECK(chinese.text() == "chat · 未加密");
}

TEST_CASE("untrusted text controls nothing, in any field") {
  RendererFixture shown({Language::english, Colours::many, false, false});
  MessageReceived message = posted("");
  message.kind = "message";
  message.from = "b\x1b[2Job";
  message.text = "hi\n\a";
  const auto seen = shown.heard(message);
  CHECK(seen.find("\x1b[2J") == std::string::npos);
  CHECK(seen.find('\n') == std::string::npos);
  CHECK(seen.find('\a') == std::string::npos);
}

TEST_CASE("plain lines are as the room words them") {
  PlainRenderer style(Language::english, false);
  CHECK(style.heard(posted("bob : \x1bhi")) == "bob : ␛hi");
  CHECK(style.connection({Connection::State::refused, "taken"}) == "taken");
  CHECK(style.connection({Connection::State::entered, "ann"}).empty());
  PlainRenderer to_person(Language::english, false, true);
  CHECK(to_person.connection({Connection::State::entered, "ann"}) ==
        "*** you are in the room as ann");
  CHECK(to_person.connection({Connection::State::recognized, ""}) ==
        "*** encrypted; the host is the one you know");
  CHECK(style.connection({Connection::State::ended, ""}) ==
        "*** the room has closed, or you were removed from it");
  CHECK(style.connection({Connection::State::ended, "you are\nbanned"}) ==
        "*** you are not in the room any more: you are␊banned");
  CHECK(style.too_long({4090, 3}) == "*** line 3 was not said: a line has at most 4090 bytes");
}

TEST_CASE("objects have the known fields and no others") {
  JsonRenderer style;
  CHECK(style.heard(posted("a\n\x1b\xff")) ==
        "{\"event\":\"heard\",\"line\":\"a\\n\\u001b\uFFFD\",\"time\":\"" + universal_time(kNow) +
            "\"}");
  CHECK(style.connection({Connection::State::left, ""}) ==
        R"({"event":"connection","state":"left"})");
  CHECK(style.connection({Connection::State::silent, "", 3}) ==
        R"({"event":"connection","state":"silent","unsaid":3})");
  CHECK(style.connection({Connection::State::untrusted, "no"}) ==
        R"({"event":"connection","state":"untrusted","words":"no"})");
  CHECK(style.muted(Muted{kNow, 60}) ==
        "{\"event\":\"muted\",\"seconds\":60,\"until\":\"" + universal_time(kNow) + "\"}");
  CHECK(style.muted(Muted{}) == R"({"event":"unmuted"})");
  CHECK(style.answered(Said{3, 17, std::nullopt}) == R"({"event":"said","line":3,"number":17})");
  CHECK(style.answered(Said{3, 17, "HI"}) ==
        R"({"event":"said","line":3,"number":17,"text":"HI"})");
  CHECK(style.answered(Said{3, 0, std::nullopt}) == R"({"event":"said","line":3})");
  CHECK(style.answered(NotSaid{4, "muted", "not now"}) ==
        R"({"event":"not_said","line":4,"why":"muted","words":"not now"})");
  CHECK(style.too_long({4096, 5}) ==
        R"({"event":"not_said","line":5,"why":"too-long","limit":4096})");
}

TEST_CASE("input objects are parsed to orders") {
  CHECK(order_in_json(R"({"say":"hi"})") == Order(Say{"hi"}));
  CHECK(order_in_json(R"({"name":"ann"})") == Order(Enter{"ann"}));
  CHECK(order_in_json(R"({"password":"sesame"})") == Order(Unlock{"sesame"}));
  CHECK(order_in_json(R"({"leave":true})") == Order(Leave{}));
  for (const char* line : {"", "hi", "[]", "{}", R"({"say":1})", R"({"leave":false})", "\xff"})
    CHECK_FALSE(order_in_json(line));
}

#include "wire/classic_words.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "wire/classic.h"

namespace {

using namespace moonroom;
using namespace moonroom::wire;

Table list(std::vector<Value> words) {
  return {std::move(words), {}};
}

Table verbs(std::map<std::string, Value, std::less<>> fields) {
  return {{}, {{"verbs", Table{{}, std::move(fields)}}}};
}

ClassicWords words_of(const Table& table) {
  auto words = classic_words(table);
  REQUIRE_MESSAGE(words, words.error().what);
  return std::move(*words);
}

std::string wrong_with(const Table& table) {
  const auto words = classic_words(table);
  return words ? "" : words.error().what;
}

struct Refused {
  Table table;
  std::string expected;
};

void check_refused(const std::vector<Refused>& cases) {
  for (const auto& refused : cases) {
    CAPTURE(refused.expected);
    CHECK(wrong_with(refused.table) == refused.expected);
  }
}

}  // namespace

TEST_CASE("without words of its own a room has the standard ones") {
  const auto words = words_of({});
  CHECK(words.welcome == kWelcome);
  CHECK(words.end == kEnd);
  CHECK(words.spellings.size() == standard_words().spellings.size());
  for (size_t i = 0; i < words.spellings.size(); ++i) {
    CHECK(words.spellings[i].word == standard_words().spellings[i].word);
    CHECK(words.spellings[i].verb == standard_words().spellings[i].verb);
    CHECK(words.spellings[i].needs_name == standard_words().spellings[i].needs_name);
  }
}

TEST_CASE("an answer may be any line, and a welcome may hold the name") {
  for (const std::string ok :
       {"ok", "OJBK", "IN", "Ok", "登录成功!", "OK {name}", "{name}, 你好"}) {
    CAPTURE(ok);
    CHECK(words_of({{}, {{"ok", ok}}}).welcome == ok);
  }
  for (const std::string end : {"OUT", "quit", "Exit", "#", "EXIT:", "Unconnect Succeed"}) {
    CAPTURE(end);
    CHECK(words_of({{}, {{"exit", end}}}).end == end);
  }
  const auto named = words_of({{}, {{"ok", "OK {name}"}}});
  CHECK(named.welcome_of("张三") == "OK 张三");
  CHECK(named.is_welcome("OK x"));
  CHECK_FALSE(named.is_welcome("OK "));
  CHECK_FALSE(named.is_welcome("OK"));
  CHECK(words_of({{}, {{"ok", "<{name}>"}}}).is_welcome("<a>"));
}

TEST_CASE("a configured verb replaces its standard meaning, and the others stay") {
  const auto words =
      words_of(verbs({{"login", list({"E"})}, {"chat", list({"B", "C"})}, {"quit", list({"Q"})}}));
  const auto verb_of = [&](std::string_view bytes) { return decode(bytes, words)->verb; };
  CHECK(verb_of("E ann") == Verb::login);
  CHECK(verb_of("L ann") == Verb::login);
  CHECK(verb_of("B ann hi") == Verb::chat);
  CHECK(verb_of("C ann hi") == Verb::chat);
  CHECK(verb_of("CHAT ann hi") == Verb::chat);
  CHECK(verb_of("Q ann") == Verb::quit);
  CHECK(verb_of("Q") == Verb::quit);
  CHECK(verb_of("QUIT ann") == Verb::quit);
  CHECK(words.word_for(Verb::login) == "E");
  CHECK(words.word_for(Verb::chat) == "B");
  CHECK_FALSE(decode("b ann hi", words));
  CHECK_FALSE(decode("B", words));
}

TEST_CASE("a verb may be in any script, and a word to leave needs a name") {
  const auto words = words_of(verbs({{"login", list({"进入"})}, {"quit", list({"再见", "bye"})}}));
  const auto login = decode("进入 张三", words);
  REQUIRE(login);
  CHECK(login->verb == Verb::login);
  CHECK(login->name == "张三");
  CHECK(decode("再见 张三", words)->verb == Verb::quit);
  CHECK_FALSE(decode("再见", words));
  CHECK_FALSE(decode("bye", words));
}

TEST_CASE("answers that no client could use are refused") {
  const std::string longest(64, 'x');
  CHECK(words_of({{}, {{"ok", longest}}}).welcome == longest);
  check_refused({
      {{{}, {{"ok", ""}}}, "host.ok is empty: leave it out for the standard word"},
      {{{}, {{"exit", ""}}}, "host.exit is empty: leave it out for the standard word"},
      {{{}, {{"ok", 1.0}}}, "host.ok is a string, not a number"},
      {{{}, {{"exit", list({"OUT"})}}}, "host.exit is a string, not a table"},
      {{{}, {{"ok", " ok"}}}, "host.ok begins or ends with a blank"},
      {{{}, {{"exit", "OUT "}}}, "host.exit begins or ends with a blank"},
      {{{}, {{"ok", "o\nk"}}}, "host.ok holds a control character or bytes that are no UTF-8"},
      {{{}, {{"ok", "o\xffk"}}}, "host.ok holds a control character or bytes that are no UTF-8"},
      {{{}, {{"ok", longest + "x"}}}, "host.ok is longer than 64 bytes"},
      {{{}, {{"ok", "OK {nmae}"}}}, "host.ok holds {nmae}; did you mean {name}?"},
      {{{}, {{"ok", "OK {n}"}}}, "host.ok holds {n}; only {name} is known"},
      {{{}, {{"ok", "{name}{name}"}}}, "host.ok holds {name} twice"},
      {{{}, {{"exit", "BYE {name}"}}}, "host.exit cannot hold {name}: only `ok` can"},
      {{{}, {{"exit", "BYE {who}"}}}, "host.exit cannot hold {who}"},
  });
}

TEST_CASE("answers that a client takes for each other, or a room for a request, are refused") {
  const std::string request = "is itself a request";
  const std::string same = "host.ok and host.exit are the same to a client: ";
  check_refused({
      {{{}, {{"ok", "EXIT"}}}, same + "`EXIT`"},
      {{{}, {{"exit", "OK"}}}, same + "`OK`"},
      {{{}, {{"ok", "x"}, {"exit", "x"}}}, same + "`x`"},
      // The welcome of a member with that name.
      {{{}, {{"ok", "{name}"}}}, same + "`EXIT`"},
      {{{}, {{"ok", "OK {name}"}, {"exit", "OK bye"}}}, same + "`OK bye`"},
      {{{}, {{"exit", "Q"}}}, "host.exit, `Q`, " + request},
      {{{}, {{"exit", "Q me"}}}, "host.exit, `Q me`, " + request},
      {{{}, {{"exit", "E x"}}}, "host.exit, `E x`, " + request},
      {{{}, {{"ok", "L {name}"}}}, "host.ok, `L {name}`, " + request},
      {{{}, {{"ok", "LOGIN ok"}}}, "host.ok, `LOGIN ok`, " + request},
  });
  auto own = verbs({{"login", list({"IN"})}});
  own.fields["ok"] = "IN {name}";
  CHECK(wrong_with(own) == "host.ok, `IN {name}`, " + request);
  own.fields["ok"] = "IN";
  CHECK(wrong_with(own).empty());
  auto out = verbs({{"quit", list({"OUT"})}});
  out.fields["exit"] = "OUT";
  CHECK(wrong_with(out).empty());
}

TEST_CASE("verbs that could not be told apart, or not be found in a request, are refused") {
  const std::string longest(32, 'v');
  CHECK(wrong_with(verbs({{"chat", list({longest})}})).empty());
  const std::string of_words = " is a list of words, as { \"L\" }";
  check_refused({
      {verbs({{"login", list({"E"})}, {"quit", list({"E"})}}),
       "`E` cannot be both host.verbs.login and host.verbs.quit"},
      {verbs({{"login", list({"A"})}, {"chat", list({"B", "A"})}}),
       "`A` cannot be both host.verbs.login and host.verbs.chat"},
      {verbs({{"login", list({"E", "E"})}}), "host.verbs.login holds `E` twice"},
      {verbs({{"login", list({""})}}), "host.verbs.login: the word `` is empty"},
      {verbs({{"login", list({"LOG IN"})}}),
       "host.verbs.login: the word `LOG IN` holds a blank: a verb ends where the first blank is"},
      {verbs({{"login", list({"进　入"})}}),
       "host.verbs.login: the word `进　入` holds a blank: a verb ends where the first blank is"},
      {verbs({{"login", list({longest + "v"})}}),
       "host.verbs.login: the word `" + longest + "v` is longer than 32 bytes"},
      {verbs({{"login", list({"E\n"})}}),
       "host.verbs.login: the word `E␊` holds a control character or bytes that are no UTF-8"},
      {verbs({{"login", "E"}}), "host.verbs.login" + of_words},
      {verbs({{"login", list({})}}), "host.verbs.login" + of_words},
      {verbs({{"login", list({1.0})}}), "host.verbs.login holds a number; it is a list of words"},
      {verbs({{"logn", list({"E"})}}), "host.verbs has no `logn`; did you mean `login`?"},
      {verbs({{"shout", list({"E"})}}), "host.verbs has no `shout`; there are: login, chat, quit"},
      {verbs({{"chat", list({"L", "LOGIN"})}}), "host.verbs leaves no word for login: give it one"},
      {{{}, {{"verbs", "E"}}},
       "host.verbs is a table, as { login = { \"L\" }, chat = { \"C\" }, quit = { \"Q\" } }"},
      {{{}, {{"verbs", list({"E"})}}},
       "host.verbs is a table, as { login = { \"L\" }, chat = { \"C\" }, quit = { \"Q\" } }"},
  });
}

TEST_CASE("a refusal and a line never look like the words in force") {
  const auto words = words_of({{}, {{"ok", "ok"}, {"exit", "OUT"}}});
  CHECK(reason("ok", words) == "ok ");
  CHECK(reason("OUT", words) == "OUT ");
  CHECK(reason("OK", words) == "OK");
  CHECK(reason("no", words) == "no");
  const auto named = words_of({{}, {{"ok", "OK {name}"}}});
  CHECK(reason("OK then", named) == " OK then");
  CHECK(reason("OK " + std::string(500, 'x'), named).size() <= kMaxReason);
  std::string piece;
  std::string_view line = "OUT";
  CHECK(next_datagram(line, false, piece, words.end) == "OUT ");
  line = "EXIT";
  CHECK(next_datagram(line, false, piece, words.end) == "EXIT");
}

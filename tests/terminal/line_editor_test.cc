#include "terminal/line_editor.h"

#include <doctest/doctest.h>

#include "terminal/input_area.h"

using namespace moonroom::terminal;

namespace {

using Step = LineEditor::Step;

// Types: feeds bytes as a terminal sends them.
struct Typist {
  History history;
  LineEditor editor;
  KeyDecoder decoder;

  explicit Typist(std::vector<std::string> lines = {}) : history(std::move(lines)) {
    editor.ask({.prompt = "> ", .history = &history});
  }
  Step type(std::string_view bytes) {
    std::vector<Key> keys;
    decoder.feed(bytes, keys);
    Step step = Step::typing;
    for (const auto& key : keys) step = editor.on_key(key);
    return step;
  }
  std::string text() const { return editor.view().text; }
  std::string typed(std::string_view bytes) {
    type("\x05\x15");
    type(bytes);
    return text();
  }
};

std::vector<Key> keys_of(std::string_view bytes) {
  KeyDecoder decoder;
  std::vector<Key> keys;
  for (const char byte : bytes) decoder.feed({&byte, 1}, keys);
  return keys;
}

}  // namespace

TEST_CASE("keys are decoded from the codes of several terminals, and others are ignored") {
  for (const char* code : {"\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"})
    CHECK(keys_of(code).at(0).kind == Key::Kind::home);
  for (const char* code : {"\x1b[15~", "\x1b[1;2P", "\x1bOP"}) {
    CHECK(keys_of(code).size() == 1);
    CHECK(keys_of(code).at(0).kind == Key::Kind::other);
  }
  CHECK(keys_of("\x1b[[A").empty());
  CHECK(keys_of("汉").at(0).character == L'汉');
  CHECK(keys_of("\x1b[\rx").size() == 2);
}

TEST_CASE("a paste is one key, however long, and its end is found") {
  const auto keys = keys_of("a\x1b[200~b\x1b[A\rc\x1b[201~d");
  REQUIRE(keys.size() == 3);
  CHECK(keys[1].text == "b\x1b[A\rc");
  const std::string much(2 * KeyDecoder::kMaxPaste, 'x');
  const auto bounded = keys_of("\x1b[200~" + much + "\x1b[201~d");
  REQUIRE(bounded.size() == 2);
  CHECK(bounded[0].text.size() == KeyDecoder::kMaxPaste);
}

TEST_CASE("the usual keys do the usual things") {
  Typist typist;
  CHECK(typist.typed("one two\x17"
                     "x") == "one x");
  CHECK(typist.typed("abc\x01\x04") == "bc");
  CHECK(typist.typed("ab\x14") == "ba");
  CHECK(typist.typed("one two\x1b"
                     "b\x0b"
                     "\x01\x19") == "twoone ");
  CHECK(typist.typed("one.two\x1b\x7f") == "one.");
  CHECK(typist.typed("one two\x01\x1b"
                     "d") == " two");
  CHECK(typist.typed("a\x1b[D\x1b[D\x1b[Cb") == "ab");
  CHECK(typist.typed("ab\x1b[D\x1b[3~") == "a");
}

TEST_CASE("the keys treat a grapheme cluster as one character") {
  Typist typist;
  CHECK(typist.typed("xe\u0301\x7f") == "x");
  CHECK(typist.typed("x👨‍👩‍👧‍👦\x7f") == "x");
  CHECK(typist.typed("🇩🇪🇫🇷\x7f") == "🇩🇪");
  CHECK(typist.typed("汉字\x1b[Dx") == "汉x字");
}

TEST_CASE("Ctrl-D leaves an empty line and erases in another one") {
  Typist typist;
  CHECK(typist.type("a\x01\x04") == Step::typing);
  CHECK(typist.text().empty());
  CHECK(typist.type("\x04") == Step::ended);
}

TEST_CASE("history goes back and forth and keeps what was being typed") {
  Typist typist({"one", "two"});
  typist.type("draft\x1b[A\x1b[A\x1b[A");
  CHECK(typist.text() == "one");
  typist.type("\x1b[B\x1b[B\x1b[B");
  CHECK(typist.text() == "draft");
}

TEST_CASE("history has nothing twice in a row, nothing empty, and nothing behind a blank") {
  std::vector<std::string> kept;
  History history({}, [&](const std::string& line) { kept.push_back(line); });
  for (const char* line : {"a", "a", "", " b", "c", "a"}) history.add(line);
  CHECK(history.lines() == std::vector<std::string>{"a", "c", "a"});
  CHECK(kept == history.lines());
}

TEST_CASE("a search finds older and older lines and can be given up") {
  Typist typist({"ask ann", "bob", "ask cleo"});
  typist.type(
      "draft\x12"
      "ask");
  CHECK(typist.text() == "ask cleo");
  typist.type("\x12");
  CHECK(typist.text() == "ask ann");
  typist.type("\x07");
  CHECK(typist.text() == "draft");
  CHECK(typist.type("\x12"
                    "bo\r") == Step::entered);
  CHECK(typist.editor.drain_lines() == std::vector<std::string>{"bob"});
}

TEST_CASE("several pasted lines are entered after a question, with the text typed around them") {
  Typist typist;
  typist.type("> \x1b[200~a\rb\x1b[201~");
  CHECK(typist.editor.view().prompt.find('2') != std::string::npos);
  CHECK(typist.type("y") == Step::entered);
  CHECK(typist.editor.drain_lines() == std::vector<std::string>{"> a", "b"});
  typist.type("x\x1b[200~a\rb\x1b[201~\r");
  CHECK(typist.text() == "x");
}

TEST_CASE("a paste of several lines keeps its blank lines and tabs, and says so") {
  Typist typist;
  typist.editor.ask(
      {.prompt = "> ",
       .question = [](size_t lines,
                      size_t blank) { return std::to_string(lines) + "/" + std::to_string(blank); },
       .history = &typist.history});
  typist.type("\x1b[200~a\r\n\r\n\tb\n \nc\n\n\x1b[201~");
  CHECK(typist.editor.view().prompt == "5/2");
  CHECK(typist.type("y") == Step::entered);
  CHECK(typist.editor.pasted());
  CHECK(typist.editor.drain_lines() == std::vector<std::string>{"a", "", "\tb", " ", "c"});
  CHECK(typist.type("x\r") == Step::entered);
  CHECK_FALSE(typist.editor.pasted());
  typist.editor.drain_lines();
  typist.type("\x1b[200~a\n\n  b \n\tc\x1b[201~j");
  CHECK(typist.text() == "a b  c");
}

TEST_CASE("Ctrl-C cancels a question, a search or a line, and leaves on an empty line") {
  Typist typist({"one"});
  CHECK(typist.type("\x03") == Step::interrupted);
  CHECK(typist.type("half\x1b[D\x03") == Step::cleared);
  CHECK(typist.text().empty());
  typist.type("\x19");
  CHECK(typist.text() == "half");
  typist.type("\x03\x12on");
  CHECK(typist.text() == "one");
  CHECK(typist.type("\x03") == Step::cleared);
  typist.type("\x1b[200~a\rb\x1b[201~");
  CHECK(typist.type("\x03") == Step::cleared);
  CHECK(typist.text().empty());
  CHECK(typist.type("\x03") == Step::interrupted);
}

TEST_CASE("a secret that was given up is not brought back elsewhere") {
  Typist typist;
  typist.editor.ask({.prompt = "Password: ", .secret = true});
  typist.type("sesame\x03");
  typist.editor.ask({.prompt = "> "});
  typist.type("\x19");
  CHECK(typist.text().empty());
}

TEST_CASE("control characters cannot be pasted into a line") {
  Typist typist;
  typist.type("\x1b[200~a\x1b[2J\tb\xc2\x9b\x1b[201~");
  CHECK(typist.text() == "a[2J\tb");
}

TEST_CASE("rows end between two clusters, and the cursor has room behind a full one") {
  const auto layout = lay_out("> ", "汉汉汉", 9, 5);
  REQUIRE(layout.rows.size() == 2);
  CHECK(layout.rows[0].text == "> 汉");
  CHECK(layout.rows[1].text == "汉汉");
  CHECK(layout.cursor_row == 1);
  CHECK(layout.cursor_column == 4);
  CHECK(lay_out("> ", "abc", 3, 5).cursor_row == 1);
  CHECK(lay_out("> ", "汉汉", 3, 5).cursor_row == 1);
}

TEST_CASE("a narrower terminal moves the cursor down") {
  const auto layout = lay_out("> ", "0123456789", 10, 40);
  CHECK(cursor_row_after_resize(layout, 20) == 0);
  CHECK(cursor_row_after_resize(layout, 6) == 2);
}

TEST_CASE("an area that is not shown is not erased") {
  InputArea area;
  CHECK(area.erase().empty());
  area.draw({"> ", "x", 1}, "", {80, 24});
  CHECK_FALSE(area.erase().empty());
  CHECK(area.erase().empty());
  area.draw({"> ", "x", 1}, "", {80, 24});
  area.forget();
  CHECK(area.erase().empty());
}

TEST_CASE("a secret is typed unseen") {
  Typist typist;
  typist.editor.ask({.prompt = "Password: ", .secret = true});
  CHECK(typist.type("sesam\x7fme") == Step::typing);
  CHECK(typist.editor.view().text.empty());
  CHECK(typist.editor.view().cursor == 0);
  CHECK(typist.type("\r") == Step::entered);
  CHECK(typist.editor.drain_lines() == std::vector<std::string>{"sesame"});
  CHECK(typist.history.lines().empty());
}

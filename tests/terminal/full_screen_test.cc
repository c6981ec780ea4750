#include "terminal/full_screen.h"

#include <doctest/doctest.h>

using moonroom::terminal::page_on_screen;

TEST_CASE("a page is written over what was there") {
  CHECK(page_on_screen("a\n\nb", {10, 5}) == "\x1b[H\x1b[Ka\r\n\x1b[K\r\n\x1b[Kb\r\n\x1b[J");
  CHECK(page_on_screen("", {10, 5}) == "\x1b[H\x1b[J");
}

TEST_CASE("rows are cut at the edge, between two characters") {
  CHECK(page_on_screen("abcdef", {4, 5}) == "\x1b[H\x1b[Kabcd\r\n\x1b[J");
  CHECK(page_on_screen("a张三", {4, 5}) == "\x1b[H\x1b[Ka张\r\n\x1b[J");
}

TEST_CASE("a page that is too long for the screen does not move it") {
  CHECK(page_on_screen("1\n2\n3\n4", {4, 3}) == "\x1b[H\x1b[K1\r\n\x1b[K2\r\n\x1b[J");
  CHECK(page_on_screen("1\n2", {4, 1}) == "\x1b[H\x1b[J");
}

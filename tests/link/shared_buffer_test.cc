#include "link/shared_buffer.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using moonroom::link::SharedBuffer;

TEST_CASE("a body keeps a copy of the bytes it was given") {
  std::string text = "hello";
  const SharedBuffer body(text);
  text = "other";
  CHECK(body.bytes() == "hello");
  CHECK(body.size() == 5);
}

TEST_CASE("copies share the bytes, and the last one keeps them") {
  std::vector<SharedBuffer> copies;
  const char* place = nullptr;
  {
    const SharedBuffer first("hello");
    place = first.bytes().data();
    copies.assign(3, first);
  }
  copies.resize(1);
  CHECK(copies[0].bytes() == "hello");
  CHECK(copies[0].bytes().data() == place);
}

TEST_CASE("a body may be empty, moved, and assigned to itself") {
  CHECK(SharedBuffer().bytes().empty());
  CHECK(SharedBuffer("").bytes().empty());
  SharedBuffer body("hello");
  const auto& same = body;
  body = same;
  CHECK(body.bytes() == "hello");
  const SharedBuffer moved = std::move(body);
  CHECK(moved.bytes() == "hello");
}

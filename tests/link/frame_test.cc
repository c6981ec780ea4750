#include "link/frame.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace moonroom::link;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

template <class... Frames>
std::string written(const Frames&... frames) {
  std::array<char, 2000> packet{};
  FrameWriter out(packet);
  (out.write(frames), ...);
  return {packet.data(), out.size()};
}

bool is_malformed(std::string_view frames) {
  FrameReader reader(frames);
  while (reader.next()) {
  }
  return !reader.ok();
}

}  // namespace

TEST_CASE("frames look as the protocol says") {
  CHECK(written(Ack{0x01020304, 0x8000000000000005}) == "\1\1\2\3\4\x80\0\0\0\0\0\0\5"sv);
  CHECK(written(Fragment{258, true, "abc"}) == "\2\0\0\1\2\0\3abc"sv);
  CHECK(written(Fragment{258, false, ""}) == "\5\0\0\1\2\0\0"sv);
  CHECK(written(Ping{}, CloseReason::removed) == "\3\4\3"sv);
}

TEST_CASE("a message behind a piece needs no number, if it is the next") {
  CHECK(written(Fragment{258, true, "a"}, Fragment{259, true, "bc"}) ==
        "\2\0\0\1\2\0\1a\6\0\2bc"sv);
  CHECK(written(Fragment{1, false, "a"}, Ping{}, Fragment{2, true, ""}) ==
        "\5\0\0\0\1\0\1a\3\6\0\0"sv);
  CHECK(written(Fragment{1, true, "a"}, Fragment{3, true, "b"}) ==
        "\2\0\0\0\1\0\1a\2\0\0\0\3\0\1b"sv);
  CHECK(is_malformed("\6\0\1a"sv));
  CHECK(is_malformed(written(Ping{}) + "\6\0\1a"s));
}

TEST_CASE("written frames are read back, without the padding") {
  const auto frames =
      "\0\0"s + written(Ack{7, 9}, Ping{}) + "\0"s +
      written(Fragment{3, false, "one"}, Fragment{4, true, "two"}, CloseReason::behind) + "\0\0\0"s;
  FrameReader reader(frames);
  const auto ack = std::get<Ack>(*reader.next());
  CHECK(ack.next == 7);
  CHECK(ack.bits == 9);
  CHECK(std::holds_alternative<Ping>(*reader.next()));
  const auto part = std::get<Fragment>(*reader.next());
  CHECK((part.number == 3 && !part.ends_message && part.bytes == "one"));
  const auto message = std::get<Fragment>(*reader.next());
  CHECK((message.number == 4 && message.ends_message && message.bytes == "two"));
  CHECK(std::get<CloseReason>(*reader.next()) == CloseReason::behind);
  CHECK_FALSE(reader.next());
  CHECK(reader.ok());
}

TEST_CASE("a frame that is cut off anywhere is malformed") {
  for (const auto& whole : {written(Ack{1, 2}), written(Fragment{1, true, "abc"}),
                            written(Fragment{1, false, "abc"}), written(CloseReason::done)}) {
    CHECK_FALSE(is_malformed(whole));
    for (size_t size = 1; size < whole.size(); ++size) CHECK(is_malformed(whole.substr(0, size)));
  }
}

TEST_CASE("unknown kinds, unknown reasons and pieces that no packet carries are malformed") {
  CHECK(is_malformed("\7"sv));
  CHECK(is_malformed("\xff"sv));
  CHECK(is_malformed("\4\5"sv));
  CHECK_FALSE(is_malformed(written(Fragment{1, true, std::string(kMaxFragment, 'x')})));
  CHECK(is_malformed(written(Fragment{1, true, std::string(kMaxFragment + 1, 'x')})));
}

TEST_CASE("frames before a fault are valid") {
  const auto frames = written(Ping{}) + "\x8";
  FrameReader reader(frames);
  CHECK(reader.next());
  CHECK(reader.ok());
  CHECK_FALSE(reader.next());
  CHECK_FALSE(reader.ok());
}

TEST_CASE("padding fills a packet to its end, and may be nothing") {
  std::array<char, 10> packet;
  packet.fill('x');
  FrameWriter out(packet);
  out.write(Ping{});
  out.pad();
  CHECK(out.size() == 10);
  CHECK(std::string_view(packet.data(), 10) == "\3\0\0\0\0\0\0\0\0\0"sv);
  out.pad();
  CHECK(out.size() == 10);
}

#include "wire/line.h"

#include <bit>

#include "text/text.h"

namespace moonroom::wire {
namespace {

constexpr uint8_t kMessage = 0x40;
constexpr uint8_t kNamed = 0x80;
constexpr uint8_t kTail = 0x20;
constexpr uint8_t kApart = 0x10;
constexpr uint8_t kShape = kMessage | kNamed | kTail | kApart;
constexpr std::string_view kMessageKind = "message";

constexpr size_t kMaxWord = 255;

// ── Writing ─────────────────────────────────────────────────────────────────────────────────────

void append_big_endian(std::string& out, uint64_t number, size_t bytes) {
  for (size_t byte = bytes; byte-- > 0;) out.push_back(static_cast<char>(number >> (8 * byte)));
}

// The first two bits encode the number of bytes: 1 << them.
void append_varint(std::string& out, uint64_t number) {
  const unsigned log = number < 1u << 6 ? 0 : number < 1u << 14 ? 1 : number < 1u << 30 ? 2 : 3;
  const size_t bytes = size_t{1} << log;
  append_big_endian(out, number | uint64_t{log} << (8 * bytes - 2), bytes);
}

std::string_view shortest(std::string_view word) {
  auto rest = word;
  return word.size() <= kMaxWord ? word : text::next_piece(rest, kMaxWord);
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────

// Past the end, it returns a shorter text, and empty texts from then on.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::string_view take(size_t size) {
    ok_ = ok_ && size <= rest_.size();
    const auto taken = rest_.substr(0, ok_ ? size : 0);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  uint64_t big_endian(size_t bytes) {
    uint64_t number = 0;
    for (const char byte : take(bytes)) number = number << 8 | static_cast<uint8_t>(byte);
    return number;
  }
  uint64_t varint() {
    const auto first = big_endian(1);
    const size_t more = (size_t{1} << (first >> 6)) - 1;
    return (first & 0x3f) << (8 * more) | big_endian(more);
  }
  std::string_view rest() const { return rest_; }
  bool ok() const { return ok_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

uint8_t shape_of_bare(const Line& line) {
  if (line.bare.empty()) return 0;
  return line.text.ends_with(line.bare) ? kTail : kApart;
}

std::string_view read_bare(Reader& in, uint8_t flags) {
  if (!(flags & kApart)) return {};
  return in.take(in.varint());
}

}  // namespace

void encode(const Line& line, std::string& out) {
  const auto kind = shortest(line.kind);
  const auto from = shortest(line.from);
  const bool message = kind == kMessageKind;
  const bool named = line.text.starts_with(from);
  out = 'M';
  const auto bare = shape_of_bare(line);
  out.push_back(
      static_cast<char>(line.flags | (message ? kMessage : 0) | (named ? kNamed : 0) | bare));
  append_varint(out, line.number);
  append_big_endian(out, line.time, 4);
  if (!message) append_big_endian(out, kind.size(), 1);
  if (!message) out.append(kind);
  append_big_endian(out, from.size(), 1);
  if (!named) out.append(from);
  if (bare) append_varint(out, line.bare.size());
  if (bare == kApart) out.append(line.bare);
  out.append(line.text);
}

std::optional<Line> decode_line(std::string_view message) {
  Reader in(message);
  if (in.take(1) != "M") return std::nullopt;
  Line line;
  const auto flags = static_cast<uint8_t>(in.big_endian(1));
  line.flags = flags & static_cast<uint8_t>(~kShape);
  line.number = in.varint();
  line.time = static_cast<uint32_t>(in.big_endian(4));
  line.kind = flags & kMessage ? kMessageKind : in.take(in.big_endian(1));
  const auto size = in.big_endian(1);
  if (!(flags & kNamed)) line.from = in.take(size);
  const auto tail = flags & kTail && !(flags & kApart) ? in.varint() : 0;
  line.bare = read_bare(in, flags);
  line.text = in.rest();
  if (flags & kNamed) line.from = in.take(size);
  if (!in.ok() || tail > line.text.size()) return std::nullopt;
  if (tail > 0) line.bare = line.text.substr(line.text.size() - tail);
  for (const auto text : {line.kind, line.from, line.bare, line.text})
    if (!text::is_utf8(text)) return std::nullopt;
  return line;
}

}  // namespace moonroom::wire

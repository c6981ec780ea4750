#include "link/frame.h"

#include <cstring>

namespace moonroom::link {

namespace {

enum Kind : uint8_t { kPad, kAck, kMessage, kPing, kBye, kPart, kNext };

template <class T>
T number_at(std::string_view bytes, size_t at) {
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i)
    value = static_cast<T>(value << 8 | static_cast<uint8_t>(bytes[at + i]));
  return value;
}

}  // namespace

std::optional<Frame> FrameReader::next() {
  const auto begin = rest_.find_first_not_of('\0');
  if (begin == std::string_view::npos) return std::nullopt;
  rest_.remove_prefix(begin);
  return frame(static_cast<uint8_t>(rest_[0]));
}

std::optional<Frame> FrameReader::frame(uint8_t kind) {
  switch (kind) {
    case kAck:
      return ack();
    case kMessage:
    case kPart:
      return numbered(kind == kMessage);
    case kNext:
      return next_fragment();
    case kPing:
      rest_.remove_prefix(1);
      return Ping{};
    case kBye:
      return close();
    default:
      return fail();
  }
}

std::optional<Frame> FrameReader::ack() {
  if (rest_.size() < kAckFrame) return fail();
  const Ack ack{number_at<uint32_t>(rest_, 1), number_at<uint64_t>(rest_, 5)};
  rest_.remove_prefix(kAckFrame);
  return ack;
}

std::optional<Frame> FrameReader::numbered(bool ends_message) {
  if (rest_.size() < kFragmentHead) return fail();
  return fragment(number_at<uint32_t>(rest_, 1), ends_message, kFragmentHead);
}

std::optional<Frame> FrameReader::next_fragment() {
  if (rest_.size() < kNextHead || !next_) return fail();
  return fragment(*next_, true, kNextHead);
}

// The size is the last field of the head.
std::optional<Frame> FrameReader::fragment(uint32_t number, bool ends_message, size_t head) {
  const size_t size = number_at<uint16_t>(rest_, head - sizeof(uint16_t));
  if (size > kMaxFragment || rest_.size() < head + size) return fail();
  const Fragment piece{number, ends_message, rest_.substr(head, size)};
  rest_.remove_prefix(head + size);
  next_ = number + 1;
  return piece;
}

std::optional<Frame> FrameReader::close() {
  if (rest_.size() < 2 ||
      static_cast<uint8_t>(rest_[1]) > static_cast<uint8_t>(CloseReason::crowded))
    return fail();
  const auto why = static_cast<CloseReason>(rest_[1]);
  rest_.remove_prefix(2);
  return why;
}

std::optional<Frame> FrameReader::fail() {
  failed_ = true;
  rest_ = {};
  return std::nullopt;
}

template <class T>
void FrameWriter::number(T value) {
  for (size_t i = sizeof(T); i-- > 0;) packet_[size_++] = static_cast<char>(value >> (8 * i));
}

void FrameWriter::write(const Ack& ack) {
  number<uint8_t>(kAck);
  number(ack.next);
  number(ack.bits);
}

void FrameWriter::write(const Fragment& piece) {
  if (piece.ends_message && next_ == piece.number) {
    number<uint8_t>(kNext);
  } else {
    number<uint8_t>(piece.ends_message ? kMessage : kPart);
    number(piece.number);
  }
  next_ = piece.number + 1;
  number(static_cast<uint16_t>(piece.bytes.size()));
  piece.bytes.copy(packet_.data() + size_, piece.bytes.size());
  size_ += piece.bytes.size();
}

void FrameWriter::write(Ping) {
  number<uint8_t>(kPing);
}

void FrameWriter::write(CloseReason why) {
  number<uint8_t>(kBye);
  number(static_cast<uint8_t>(why));
}

void FrameWriter::pad() {
  std::memset(packet_.data() + size_, kPad, room());
  size_ = packet_.size();
}

}  // namespace moonroom::link

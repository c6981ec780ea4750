#include "terminal/key.h"

#include <utility>

namespace moonroom::terminal {
namespace {

constexpr char kEscape = '\x1b';
constexpr std::string_view kPasteBegins = "200~";
constexpr std::string_view kPasteEnds = "\x1b[201~";

// Longer than the code of any key.
constexpr size_t kMaxSequence = 32;

bool is_control(char byte) {
  return (byte >= 0 && byte < 0x20) || byte == 0x7f;
}

// Parameter or intermediate byte (ECMA-48, 5.4).
bool goes_on(char byte) {
  return byte >= 0x20 && byte < 0x40;
}

struct Code {
  std::string_view bytes;
  Key::Kind kind;
};

constexpr Code kCodes[] = {
    {"A", Key::Kind::up},
    {"B", Key::Kind::down},
    {"C", Key::Kind::right},
    {"D", Key::Kind::left},
    {"H", Key::Kind::home},
    {"F", Key::Kind::end},
    {"1~", Key::Kind::home},
    {"7~", Key::Kind::home},
    {"4~", Key::Kind::end},
    {"8~", Key::Kind::end},
    {"3~", Key::Kind::erase_here},
    {"1;5C", Key::Kind::word_right},
    {"1;3C", Key::Kind::word_right},
    {"1;5D", Key::Kind::word_left},
    {"1;3D", Key::Kind::word_left},
    {"5C", Key::Kind::word_right},
    {"5D", Key::Kind::word_left},
};

Key key_of(std::string_view code) {
  for (const auto& known : kCodes)
    if (known.bytes == code) return {known.kind, 0, {}};
  return {};
}

}  // namespace

void KeyDecoder::feed(std::string_view bytes, std::vector<Key>& out) {
  for (const char byte : bytes) feed(byte, out);
}

void KeyDecoder::feed(char byte, std::vector<Key>& out) {
  switch (state_) {
    case State::ground:
      return on_plain(byte, out);
    case State::escape:
      return on_escape(byte, out);
    case State::sequence:
      return on_sequence(byte, out);
    case State::one_more:
      state_ = State::ground;
      return;
    case State::paste:
      return on_pasted(byte, out);
  }
}

void KeyDecoder::on_plain(char byte, std::vector<Key>& out) {
  std::wstring characters;
  if (is_control(byte)) {
    decoder_.finish(characters);
  } else {
    decoder_.feed({&byte, 1}, characters);
  }
  for (const wchar_t character : characters) out.push_back({Key::Kind::character, character, {}});
  if (byte == kEscape) {
    state_ = State::escape;
  } else if (is_control(byte)) {
    out.push_back({Key::Kind::control, static_cast<wchar_t>(byte), {}});
  }
}

void KeyDecoder::on_escape(char byte, std::vector<Key>& out) {
  if (byte == kEscape) return;
  inside_.clear();
  state_ = byte == '[' || byte == 'O' ? State::sequence : State::ground;
  if (state_ == State::sequence) return;
  if (byte < 0) return on_plain(byte, out);
  out.push_back({Key::Kind::meta, static_cast<wchar_t>(byte), {}});
}

void KeyDecoder::on_sequence(char byte, std::vector<Key>& out) {
  if (goes_on(byte) && inside_.size() < kMaxSequence) {
    inside_ += byte;
    return;
  }
  // The Linux console's F1 is ESC [ [ A.
  if (byte == '[' && inside_.empty()) {
    state_ = State::one_more;
    return;
  }
  state_ = State::ground;
  if (is_control(byte)) return on_plain(byte, out);
  inside_ += byte;
  if (inside_ == kPasteBegins) {
    inside_.clear();
    state_ = State::paste;
    return;
  }
  out.push_back(key_of(inside_));
}

void KeyDecoder::on_pasted(char byte, std::vector<Key>& out) {
  inside_ += byte;
  if (inside_.ends_with(kPasteEnds)) {
    inside_.resize(inside_.size() - kPasteEnds.size());
    if (inside_.size() > kMaxPaste) inside_.resize(kMaxPaste);
    out.push_back({Key::Kind::paste, 0, std::exchange(inside_, {})});
    state_ = State::ground;
  } else if (inside_.size() > kMaxPaste + 2 * kPasteEnds.size()) {
    // Keep the bytes in which the end mark is searched.
    inside_.erase(kMaxPaste, kPasteEnds.size());
  }
}

}  // namespace moonroom::terminal

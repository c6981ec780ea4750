// Decodes the bytes of a terminal to keys: characters, named keys in the codes of xterm, rxvt and
// the Linux console, and a paste as one piece where the terminal marks it (bracketed paste, mode
// 2004). Pure; accepts the bytes in pieces of any size.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/utf8.h"

namespace moonroom::terminal {

struct Key {
  enum class Kind {
    character,
    /// Ctrl with a key, also Enter, Tab and Backspace: `character` is the control character.
    control,
    /// Alt (or Escape before) with a key.
    meta,
    up,
    down,
    left,
    right,
    word_left,
    word_right,
    home,
    end,
    erase_here,
    paste,
    /// A key without a function here.
    other,
  };
  Kind kind = Kind::other;
  wchar_t character = 0;
  /// The pasted text, unchanged.
  std::string text;
};

/// The character that a terminal sends for Ctrl with a letter, and for Backspace.
constexpr wchar_t control(char letter) {
  return static_cast<wchar_t>(letter & 0x1f);
}
constexpr wchar_t kDelete = 0x7f;

class KeyDecoder {
 public:
  /// The decoder drops the rest of a longer paste.
  static constexpr size_t kMaxPaste = 256u << 10;

  /// Appends the keys that `bytes` complete.
  void feed(std::string_view bytes, std::vector<Key>& out);

 private:
  enum class State { ground, escape, sequence, one_more, paste };

  void feed(char byte, std::vector<Key>& out);
  void on_plain(char byte, std::vector<Key>& out);
  void on_escape(char byte, std::vector<Key>& out);
  void on_sequence(char byte, std::vector<Key>& out);
  void on_pasted(char byte, std::vector<Key>& out);

  State state_ = State::ground;
  text::Utf8Decoder decoder_;
  /// The bytes inside a sequence or a paste.
  std::string inside_;
};

}  // namespace moonroom::terminal

// The generator's lines. Each contains its sender and number, and is unique, so that a receiver can
// verify it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moonroom::bench {

struct Line {
  uint32_t sender = 0;
  uint32_t number = 0;

  bool operator==(const Line&) const = default;
};

/// 64 bytes each, or 24 to 128, mixed.
enum class Lengths { equal, mixed };

/// "|0003 00000042 ..." and filled up with letters.
void write_text(Line line, Lengths lengths, std::string& text);

struct Heard {
  Line line;
  /// From the mark to the end: all of it must be unchanged.
  std::string_view text;
};

/// The line in a message, after any text of the server. Nullopt for a notice, which has no mark, or
/// when no sender and number follow it.
std::optional<Heard> heard_in(std::string_view message);

/// A message with a mark is a line, possibly a corrupted one.
bool is_line(std::string_view message);

}  // namespace moonroom::bench

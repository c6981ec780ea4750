// The lines that the generator says. Each has its sender and its number in it, and no other has the
// same bytes, so a receiver can tell whether what came is what was said.
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

/// 64 bytes each, or 24 to 128, as it comes.
enum class Lengths { equal, mixed };

/// "|0003 00000042 ..." and filled up with letters.
void write_text(Line line, Lengths lengths, std::string& text);

struct Heard {
  Line line;
  /// From the mark to the end: all of it must be as it was said.
  std::string_view text;
};

/// What a message carries, whatever the server puts before it. Nothing when it is a notice, which
/// has no mark, or when no sender and number follow.
std::optional<Heard> heard_in(std::string_view message);

/// A message with a mark is meant to be a line, also when it is spoilt.
bool is_line(std::string_view message);

}  // namespace moonroom::bench

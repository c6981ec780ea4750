// The lines that the generator says: each has its number and its sender in it, and no other has the
// same bytes, so a receiver can tell whether what came is what was said.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moonroom::bench {

struct Line {
  uint32_t sender = 0;
  uint32_t number = 0;

  bool operator==(const Line&) const = default;
};

/// "#0003 00000042 ..." and filled up to kTextSize bytes.
constexpr size_t kTextSize = 64;
std::string text_of(Line line);

enum class Kind { line, spoiled, notice };

struct Heard {
  Kind kind = Kind::notice;
  Line line;
};

/// What a delivery carries: a line, whatever the server puts before and behind it; a spoiled one;
/// or a notice, which has no '#'.
Heard heard_in(std::string_view datagram);

}  // namespace moonroom::bench

// What a member of the crowd says: who, which of his lines it is, and when he said it, so that
// whoever hears it knows what is missing and how long it took.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"

namespace moonroom::network {

struct Line {
  uint32_t author = 0;
  /// Counted from 1 for each author.
  uint64_t number = 0;
  SteadyTime said;
};

/// As long as people's lines are on average, some 60 bytes.
std::string text_of(const Line& line);

/// Whatever the room puts before it. Nothing when it is something else.
std::optional<Line> line_in(std::string_view heard);

}  // namespace moonroom::network

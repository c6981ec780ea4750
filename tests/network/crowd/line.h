// A line of the crowd: contains its author, its number, and the time of sending, so that a receiver
// can detect losses and measure the delay.
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

/// About 60 bytes, the average of people's lines.
std::string text_of(const Line& line);

/// The line in a message, after any text of the room. Nullopt for other messages.
std::optional<Line> line_in(std::string_view heard);

}  // namespace moonroom::network

// What a line of the input means: a text, the wish to leave, or nothing. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "terminal/line_buffer.h"

namespace moonroom::client {

/// Where the input comes from.
struct InputSource {
  bool json = false;
  /// A person at a terminal.
  bool interactive = false;
  bool classic = false;
};

struct InputLine {
  enum class Kind : uint8_t {
    nothing,
    text,
    leave,
    /// Longer than a line can be.
    too_long,
    /// No order in JSON.
    not_understood,
  };
  Kind kind = Kind::nothing;
  std::string text = {};

  bool operator==(const InputLine&) const = default;
};

/// A line for the room.
InputLine read_line(const terminal::Line& line, const InputSource& source);
/// An answer to a question, such as a name.
InputLine read_answer(const terminal::Line& line, const InputSource& source);
/// The line says goodbye, in this source.
bool is_goodbye_of(const std::string& line, const InputSource& source);

}  // namespace moonroom::client

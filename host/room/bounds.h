// Bounds of the values that scripts hand to the host: predicates for the field descriptions
// (base/fields.h). An honest worker keeps within them, so a violation means that the worker has
// been taken over. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "base/value.h"

namespace moonroom::room {

/// In bytes; for every text of an action.
constexpr size_t kMaxText = 65536;

constexpr Duration kMaxDelay = std::chrono::hours(24 * 366);
/// A timer with a shorter interval would keep the worker busy with nothing else.
constexpr Duration kMinRepeat = std::chrono::milliseconds(10);
/// Of a path into a plugin's stored data; plain data is nested less deep.
constexpr size_t kMaxPath = 16;

/// A name for a log file, a command or a job: 1 to 32 of a-z, 0-9, "-" and "_".
bool is_plain_name(std::string_view name);
/// A text of at most kMaxText bytes in UTF-8.
bool is_text(std::string_view text);
bool is_post_line(std::string_view line);
/// A plain name, or empty for the host's own log.
bool is_log_file(std::string_view name);
bool is_length(Duration length);
/// Zero for a timer that fires once.
bool is_interval(Duration interval);
bool is_path(const std::vector<Value>& path);
/// For errors, which quote whatever a plugin threw; the host shows them without control characters.
constexpr bool is_any_text(std::string_view) {
  return true;
}

}  // namespace moonroom::room

// Whether an answer can be believed. Its bytes were well-formed; here its values are held to what
// the relay relies on. An honest worker keeps to it by itself, so a breach means that the worker is
// not one.
#pragma once

#include <string_view>

#include "ring/message.h"

namespace moonroom::ring {

/// Nothing a hook can ask for needs more; many plugins together stay below it.
constexpr size_t kMaxActions = 4096;
constexpr size_t kMaxLine = 65536;

/// Texts are valid UTF-8 and of a bearable size, file names are plain words, times are not in the
/// past.
bool believable(const Answer& answer);

/// A name for a log file, a command or a job: 1 to 32 of a-z, 0-9, "-" and "_".
bool is_plain_name(std::string_view name);

}  // namespace moonroom::ring

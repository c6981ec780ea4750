// The host's own messages. They must be available even when no script can run. Each is one row of
// host_messages.def, and a member of HostMessages by the row's name.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "wire/classic_words.h"

namespace moonroom::room {

/// Defaults, until the wording is loaded and replaces them.
struct HostMessages {
#define HOST_MESSAGE(name, text) std::string name = text;
#include "room/host_messages.def"
#undef HOST_MESSAGE
  /// The replies that course programs expect, and the spelling of their requests.
  wire::ClassicWords classic = wire::standard_words();
};

/// `phrase` with the first occurrence of `place` replaced.
std::string substitute(std::string_view phrase, std::string_view place, std::string_view with);

/// `words` followed by the reason, if there is one.
std::string with_reason(const HostMessages& host_messages, std::string words,
                        std::string_view reason);

/// "1 h 30 min": the two largest units, rounded up to a second.
std::string format_length(const HostMessages& host_messages, std::chrono::nanoseconds length);

/// `phrase` with {length} replaced by a duration.
std::string with_length(const HostMessages& host_messages, std::string_view phrase,
                        std::chrono::nanoseconds length);

/// The part `host` of the wording, with the defaults above for missing entries.
HostMessages host_messages_of(const Value& wording);

/// Validates the part `host` of a wording that overrides `below`. Reports a key that neither the
/// host nor `below` knows, a value of the wrong type, or classic words that conflict. Empty when
/// valid.
std::string check_host_messages(const Value& wording, const Value& below);

}  // namespace moonroom::room

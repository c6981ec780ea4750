// The host's own messages. They must be available even when no script can run.
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
  std::string refused = "refused";
  std::string full = "the room is full";
  std::string busy = "the room is busy, try again in a moment";
  std::string slow = "slow down: your last line was not sent";
  std::string held = "slow down: your lines wait for their turn";
  std::string too_many_logins = "too many logins from your address, try again in a moment";
  std::string too_long = "your line is too long and was not sent";
  std::string closing = "the room is closing";
  /// To a muted author; {length} is replaced by the remaining time.
  std::string muted = "you may not speak for another {length}: your line was not sent";
  /// To a banned newcomer; {length} as above.
  std::string banned = "you are kept out of this room for another {length}";
  /// To the member concerned; {length} is replaced by the duration.
  std::string mute_begins = "you may not speak for {length}";
  std::string mute_ends = "you may speak again";
  std::string you_were_removed = "you have been removed from the room";
  std::string you_were_banned = "you have been removed from the room and are kept out for {length}";
  /// The same for the other members; {name} is replaced by the member's name.
  std::string was_removed = "{name} has been removed from the room";
  std::string was_banned = "{name} has been removed from the room and is kept out for {length}";
  /// Appends the reason to any of these.
  std::string because = "{what}: {reason}";
  /// A duration; {n} is replaced by the number.
  std::string seconds = "{n} s";
  std::string minutes = "{n} min";
  std::string hours = "{n} h";
  std::string days = "{n} d";
  std::string needs_password = "this room has a password, which only the client moonroom can say";
  std::string wrong_password = "this is not the password of the room";
  std::string too_many_guesses = "too many wrong passwords from your address: wait a minute";
  std::string crowded = "too many members have come in from your address";
  std::string name_refused = "this name is taken, or none that can be had here";
  /// {word} is replaced by the word to type.
  std::string challenge = "to hear the room, say: {word}";
  std::string heard_you = "you are in the room";
  /// To the other members; {name} is replaced by the member's name.
  std::string lost = "{name} is away: the connection is lost";
  std::string back = "{name} is back";
  /// The replies that course programs expect, and the spelling of their requests.
  wire::ClassicWords classic = wire::standard_words();
  std::string missed_too_much = "(what was said longer ago is not at hand any more)";
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

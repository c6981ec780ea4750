// The host's own words: those that must be at hand also when no script can be asked.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "wire/classic_words.h"

namespace moonroom::room {

/// They come from the wording like all others; these stand in until it is loaded.
struct Phrases {
  std::string refused = "refused";
  std::string full = "the room is full";
  std::string busy = "the room is busy, try again in a moment";
  std::string slow = "slow down: your last line was not sent";
  std::string held = "slow down: your lines wait for their turn";
  std::string too_many_logins = "too many logins from your address, try again in a moment";
  std::string too_long = "your line is too long and was not sent";
  std::string closing = "the room is closing";
  std::string muted = "you may not speak at the moment: your line was not sent";
  std::string banned = "you have been banned from this room";
  std::string needs_password = "this room has a password, which only the client moonroom can say";
  std::string wrong_password = "this is not the password of the room";
  std::string too_many_guesses = "too many wrong passwords from your address: wait a minute";
  std::string crowded = "too many members have come in from your address";
  std::string name_refused = "this name is taken, or none that can be had here";
  /// {word} stands for what is to be said.
  std::string challenge = "to hear the room, say: {word}";
  std::string heard_you = "you are in the room";
  /// To the others; {name} stands for his name.
  std::string lost = "{name} is away: the connection is lost";
  std::string back = "{name} is back";
  /// What course programs wait for, and how they spell their requests.
  wire::ClassicWords classic = wire::standard_words();
  std::string missed_too_much = "(what was said longer ago is not at hand any more)";
};

/// `phrase` with the first `place` in it replaced.
std::string filled(std::string_view phrase, std::string_view place, std::string_view with);

/// Those of the wording's part `host`, and the above for what it does not say.
Phrases phrases_of(const Value& wording);

/// What is wrong with the part `host` of a wording that is to be laid over `below`: a word that
/// neither the host nor `below` knows, a value of the wrong type, or classic words that do not work
/// together. Empty when nothing is.
std::string wrong_with_host_words(const Value& wording, const Value& below);

}  // namespace moonroom::room

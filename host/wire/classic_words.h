// The words of the classic protocol, as a value: course programs differ in what they wait for and
// in how they spell their requests, so a room can be told other words than the standard ones. Pure;
// where the words come from is the wording's business (room/host_messages.h).
//
// Words that a class gives are added to the standard verbs. A standard verb goes on meaning what it
// means unless the class gives that word to another request: with login = { "E" }, "E ann" is a
// login, and "L ann", "C ann hi" and "Q ann" are still understood.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace moonroom::wire {

enum class Verb { login, chat, quit };

/// What stands for the member's name in a welcome.
constexpr std::string_view kNamePlace = "{name}";

struct ClassicWords {
  struct Spelling {
    std::string word;
    Verb verb{};
    /// Alone it may be anything; with a name it is a request.
    bool needs_name = false;
  };

  /// The answer to a login that succeeded; may hold kNamePlace once.
  std::string welcome = "OK";
  /// The answer to a request to leave, and the last datagram to a member who is removed.
  std::string end = "EXIT";
  /// In order of preference for each verb. No word stands here twice.
  std::vector<Spelling> spellings;

  std::string welcome_of(std::string_view name) const;
  /// True for what a client could take for the welcome.
  bool is_welcome(std::string_view text) const;
  /// The spelling to use for a request.
  std::string_view word_for(Verb verb) const;
};

/// "OK", "EXIT", L C Q and their aliases.
const ClassicWords& standard_words();

/// The words that `ok`, `exit` and `verbs` of `table` make of the standard ones, or what is wrong
/// with them. Other fields are not looked at.
Result<ClassicWords> classic_words(const Table& table);

}  // namespace moonroom::wire

// The words of the classic protocol, as a value. Course programs differ in the replies that they
// expect and in the spelling of their requests, so a room can configure other words. Pure; the
// words come from the wording (room/host_messages.h).
//
// Words of a class are added to the standard verbs. A standard verb keeps its meaning unless the
// class assigns that word to another request: with login = { "E" }, "E ann" is a login, and "L
// ann", "C ann hi" and "Q ann" still work.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace moonroom::wire {

enum class Verb { login, chat, quit };

/// The placeholder for the member's name in a welcome.
constexpr std::string_view kNamePlace = "{name}";

struct ClassicWords {
  struct Spelling {
    std::string word;
    Verb verb{};
    /// A request only with a name; alone it can be any word.
    bool needs_name = false;
  };

  /// The answer to a successful login; can contain kNamePlace once.
  std::string welcome = "OK";
  /// The answer to a quit, and the last datagram to a removed member.
  std::string end = "EXIT";
  /// In order of preference for each verb. Each word occurs once.
  std::vector<Spelling> spellings;

  std::string welcome_of(std::string_view name) const;
  /// True for a text that a client could mistake for the welcome.
  bool is_welcome(std::string_view text) const;
  /// The preferred spelling of a request.
  std::string_view word_for(Verb verb) const;
};

/// "OK", "EXIT", and L, C, Q with their aliases.
const ClassicWords& standard_words();

/// The standard words with the changes of `ok`, `exit` and `verbs` of `table`, or the error in
/// them. Ignores other fields.
Result<ClassicWords> classic_words(const Table& table);

}  // namespace moonroom::wire

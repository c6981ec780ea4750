// Who is known to be in the room, from what was heard. Where the network does not say who speaks,
// the words of the room show it: "ann: hi", "ann说：hi", "ann joined the room". A guess is only
// used for colours and for completing names. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "client/messages.h"

namespace moonroom::client {

/// The name that a line begins with and that seems to say it; empty when none does.
std::string_view speaker_of(std::string_view line);
/// Who came or left according to a line in one of the wordings that the host comes with.
std::string_view who_came(std::string_view line);
std::string_view who_left(std::string_view line);

class KnownPeople {
 public:
  void update(const Heard& heard);
  /// All that are here.
  void update(const People& people);

  bool has(std::string_view name) const { return names_.contains(name); }
  const std::set<std::string, std::less<>>& names() const { return names_; }
  bool complete() const { return complete_; }

 private:
  void add(std::string_view name);

  std::set<std::string, std::less<>> names_;
  /// Somebody who knows has said who is here.
  bool complete_ = false;
};

/// Commands of the room, from the lines in which its help says them: "/who  says who is here".
class KnownCommands {
 public:
  void update(std::string_view line);
  const std::set<std::string>& commands() const { return commands_; }

 private:
  std::set<std::string> commands_;
};

}  // namespace moonroom::client

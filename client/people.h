// The members as far as the received lines show them. Where the protocol does not say who speaks,
// the room's words show it: "ann: hi", "ann说：hi", "ann joined the room". A guess is only used for
// colours and for completing names. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "client/messages.h"

namespace moonroom::client {

/// The name at the beginning of a line that seems to be its author's; empty when there is none.
std::string_view speaker_of(std::string_view line);
/// The member that a line announces as joining or leaving, in one of the wordings that come with
/// the host.
std::string_view who_came(std::string_view line);
std::string_view who_left(std::string_view line);

class KnownPeople {
 public:
  void update(const MessageReceived& heard);

  bool has(std::string_view name) const { return names_.contains(name); }
  const std::set<std::string, std::less<>>& names() const { return names_; }

 private:
  void add(std::string_view name);

  std::set<std::string, std::less<>> names_;
};

/// The room's commands, from the lines of its help: "/roll  throws dice".
class KnownCommands {
 public:
  void update(std::string_view line);
  const std::set<std::string>& commands() const { return commands_; }

 private:
  std::set<std::string> commands_;
};

}  // namespace moonroom::client

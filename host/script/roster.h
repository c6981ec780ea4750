// Who is in the room, as the worker knows it from the events it has seen.
#pragma once

#include <map>
#include <optional>
#include <string_view>

#include "room/event.h"

namespace moonroom::script {

struct Guest {
  room::MemberId id = 0;
  std::string name;
  std::string address;
  std::string source;
  room::Conflict conflict = room::Conflict::none;
  /// False while he asks to come in, and while he is being seen off.
  bool present = false;
  /// What the name looks like (room/look.h).
  std::string skeleton = {};
  std::string shown_skeleton = {};
};

class Roster {
 public:
  Guest& add(const room::Joining& joining);
  void remove(room::MemberId id) { guests_.erase(id); }
  /// Null when he is gone.
  Guest* find(room::MemberId id);
  /// The one present under this name, else the one whose name looks like it.
  const Guest* named(std::string_view name) const;
  /// By order of arrival.
  const std::map<room::MemberId, Guest>& guests() const { return guests_; }

 private:
  std::map<room::MemberId, Guest> guests_;
};

}  // namespace moonroom::script

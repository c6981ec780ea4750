// The worker's copy of the member list, updated by the events that it handles.
#pragma once

#include <map>
#include <optional>
#include <string_view>

#include "room/event.h"

namespace moonroom::script {

struct CachedMember {
  room::MemberId id = 0;
  std::string name;
  std::string address;
  std::string source;
  room::NameConflict conflict = room::NameConflict::none;
  /// False while the join or the leave is being judged.
  bool present = false;
  /// The name as it looks (room/look.h).
  std::string skeleton = {};
  std::string shown_skeleton = {};
};

class MemberCache {
 public:
  CachedMember& add(const room::JoinEvent& joining);
  void remove(room::MemberId id) { members_.erase(id); }
  /// Null when there is no such member.
  CachedMember* find(room::MemberId id);
  /// The member present under this name, else one whose name looks like it.
  const CachedMember* find_by_name(std::string_view name) const;
  /// In order of arrival.
  const std::map<room::MemberId, CachedMember>& members() const { return members_; }

 private:
  std::map<room::MemberId, CachedMember> members_;
};

}  // namespace moonroom::script

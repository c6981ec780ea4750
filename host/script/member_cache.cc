#include "script/member_cache.h"

#include <algorithm>
#include <utility>

#include "room/look.h"
#include "wire/prefix.h"

namespace moonroom::script {

CachedMember& MemberCache::add(const room::JoinEvent& joining) {
  CachedMember member{joining.who,
                      joining.name,
                      to_string(joining.from.address),
                      to_string(wire::source_of(joining.from.address)),
                      joining.conflict,
                      false,
                      room::skeleton(joining.name),
                      room::shown_skeleton(joining.name)};
  return members_.insert_or_assign(joining.who, std::move(member)).first->second;
}

CachedMember* MemberCache::find(room::MemberId id) {
  const auto found = members_.find(id);
  return found == members_.end() ? nullptr : &found->second;
}

const CachedMember* MemberCache::find_by_name(std::string_view name) const {
  const auto present = [&](auto is) -> const CachedMember* {
    const auto found = std::find_if(members_.begin(), members_.end(), [&](const auto& entry) {
      return entry.second.present && is(entry.second);
    });
    return found == members_.end() ? nullptr : &found->second;
  };
  if (const auto* exact = present([&](const CachedMember& member) { return member.name == name; }))
    return exact;
  const auto key = room::skeleton(name);
  const auto shown = room::shown_skeleton(name);
  return key.empty() ? nullptr : present([&](const CachedMember& member) {
    return member.skeleton == key || member.shown_skeleton == shown ||
           member.shown_skeleton == key || member.skeleton == shown;
  });
}

}  // namespace moonroom::script

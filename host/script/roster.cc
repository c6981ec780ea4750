#include "script/roster.h"

#include <algorithm>
#include <utility>

#include "room/look.h"
#include "wire/prefix.h"

namespace moonroom::script {

Guest& Roster::add(const room::Joining& joining) {
  Guest guest{joining.who,
              joining.name,
              to_string(joining.from.address),
              to_string(wire::source_of(joining.from.address)),
              joining.conflict,
              false,
              room::skeleton(joining.name),
              room::shown_skeleton(joining.name)};
  return guests_.insert_or_assign(joining.who, std::move(guest)).first->second;
}

Guest* Roster::find(room::MemberId id) {
  const auto found = guests_.find(id);
  return found == guests_.end() ? nullptr : &found->second;
}

const Guest* Roster::named(std::string_view name) const {
  const auto present = [&](auto is) -> const Guest* {
    const auto found = std::find_if(guests_.begin(), guests_.end(), [&](const auto& entry) {
      return entry.second.present && is(entry.second);
    });
    return found == guests_.end() ? nullptr : &found->second;
  };
  if (const auto* exact = present([&](const Guest& guest) { return guest.name == name; }))
    return exact;
  const auto key = room::skeleton(name);
  const auto shown = room::shown_skeleton(name);
  return key.empty() ? nullptr : present([&](const Guest& guest) {
    return guest.skeleton == key || guest.shown_skeleton == shown || guest.shown_skeleton == key ||
           guest.skeleton == shown;
  });
}

}  // namespace moonroom::script

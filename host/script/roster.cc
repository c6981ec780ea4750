#include "script/roster.h"

#include <algorithm>
#include <utility>

#include "wire/prefix.h"

namespace moonroom::script {

Guest& Roster::add(const room::Joining& joining) {
  Guest guest{joining.who,
              joining.name,
              to_string(joining.from.address),
              to_string(wire::source_of(joining.from.address)),
              joining.conflict,
              false};
  return guests_.insert_or_assign(joining.who, std::move(guest)).first->second;
}

Guest* Roster::find(room::MemberId id) {
  const auto found = guests_.find(id);
  return found == guests_.end() ? nullptr : &found->second;
}

const Guest* Roster::named(std::string_view name) const {
  const auto found = std::find_if(guests_.begin(), guests_.end(), [&](const auto& entry) {
    return entry.second.present && entry.second.name == name;
  });
  return found == guests_.end() ? nullptr : &found->second;
}

}  // namespace moonroom::script

#include "relay/unproved.h"

#include <utility>
#include <vector>

namespace moonroom::relay {

Unproved::Newcomer& Unproved::add(Newcomer newcomer) {
  const auto from = newcomer.from;
  forget(from);
  while (const auto* in_the_way = places_.in_the_way(from.address, kPlaces))
    forget(wire::Endpoint(*in_the_way));
  places_.add(from.address, from);
  return newcomers_.emplace(from, std::move(newcomer)).first->second;
}

Unproved::Newcomer* Unproved::find(const wire::Endpoint& from) {
  const auto found = newcomers_.find(from);
  return found == newcomers_.end() ? nullptr : &found->second;
}

void Unproved::forget(const wire::Endpoint& from) {
  if (newcomers_.erase(from) > 0) places_.remove(from.address, from);
}

void Unproved::expire(SteadyTime now) {
  std::vector<wire::Endpoint> over;
  for (const auto& [from, newcomer] : newcomers_)
    if (newcomer.until <= now) over.push_back(from);
  for (const auto& from : over) forget(from);
}

}  // namespace moonroom::relay

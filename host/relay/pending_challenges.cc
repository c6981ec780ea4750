#include "relay/pending_challenges.h"

#include <utility>
#include <vector>

namespace moonroom::relay {

PendingChallenges::ChallengedLogin& PendingChallenges::add(ChallengedLogin newcomer) {
  const auto from = newcomer.from.endpoint;
  forget(from);
  while (const auto* in_the_way = places_.in_the_way(from.address, kLimits))
    forget(wire::Endpoint(*in_the_way));
  places_.add(from.address, from);
  return logins_.emplace(from, std::move(newcomer)).first->second;
}

PendingChallenges::ChallengedLogin* PendingChallenges::find(const wire::Endpoint& from) {
  const auto found = logins_.find(from);
  return found == logins_.end() ? nullptr : &found->second;
}

void PendingChallenges::forget(const wire::Endpoint& from) {
  if (logins_.erase(from) > 0) places_.remove(from.address, from);
}

void PendingChallenges::expire(SteadyTime now) {
  std::vector<wire::Endpoint> over;
  for (const auto& [from, newcomer] : logins_)
    if (newcomer.until <= now) over.push_back(from);
  for (const auto& from : over) forget(from);
}

}  // namespace moonroom::relay

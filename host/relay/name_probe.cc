#include "relay/name_probe.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace moonroom::relay {
namespace {

template <class Predicate>
std::vector<PendingLogin> extract(std::vector<PendingLogin>& from, Predicate goes) {
  const auto first = std::stable_partition(from.begin(), from.end(), std::not_fn(goes));
  std::vector<PendingLogin> taken(std::make_move_iterator(first),
                                  std::make_move_iterator(from.end()));
  from.erase(first, from.end());
  return taken;
}

}  // namespace

bool NameProbes::contains(const wire::Endpoint& from, std::string_view name) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const PendingLogin& newcomer) {
    return newcomer.from.endpoint == from && newcomer.name == name;
  });
}

void NameProbes::forget(const wire::Endpoint& from) {
  std::erase_if(waiting_,
                [&](const PendingLogin& newcomer) { return newcomer.from.endpoint == from; });
}

std::optional<SteadyTime> NameProbes::probed_at(room::MemberId holder, SteadyTime now) const {
  const auto found = probed_.find(holder);
  if (found == probed_.end() || now - found->second >= kProbeHolds) return std::nullopt;
  return found->second;
}

std::vector<PendingLogin> NameProbes::take_waiting_for(room::MemberId holder) {
  probed_.erase(holder);
  return extract(waiting_, [&](const PendingLogin& newcomer) { return newcomer.holder == holder; });
}

std::vector<PendingLogin> NameProbes::take_expired(SteadyTime now) {
  return extract(waiting_, [&](const PendingLogin& newcomer) { return newcomer.until <= now; });
}

std::optional<SteadyTime> NameProbes::next() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.front().until;
}

}  // namespace moonroom::relay

#include "relay/doorstep.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace moonroom::relay {
namespace {

template <class Predicate>
std::vector<Waiting> take_out(std::vector<Waiting>& from, Predicate goes) {
  const auto first = std::stable_partition(from.begin(), from.end(), std::not_fn(goes));
  std::vector<Waiting> taken(std::make_move_iterator(first), std::make_move_iterator(from.end()));
  from.erase(first, from.end());
  return taken;
}

}  // namespace

bool Doorstep::holds(const wire::Endpoint& from, std::string_view name) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& newcomer) {
    return newcomer.from == from && newcomer.name == name;
  });
}

void Doorstep::forget(const wire::Endpoint& from) {
  std::erase_if(waiting_, [&](const Waiting& newcomer) { return newcomer.from == from; });
}

std::optional<SteadyTime> Doorstep::probed_at(room::MemberId holder, SteadyTime now) const {
  const auto found = probed_.find(holder);
  if (found == probed_.end() || now - found->second >= kProbeHolds) return std::nullopt;
  return found->second;
}

std::vector<Waiting> Doorstep::freed_by(room::MemberId holder) {
  probed_.erase(holder);
  return take_out(waiting_, [&](const Waiting& newcomer) { return newcomer.holder == holder; });
}

std::vector<Waiting> Doorstep::patient(SteadyTime now) {
  return take_out(waiting_, [&](const Waiting& newcomer) { return newcomer.until <= now; });
}

std::optional<SteadyTime> Doorstep::next() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.front().until;
}

}  // namespace moonroom::relay

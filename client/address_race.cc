#include "client/address_race.h"

#include <deque>

namespace moonroom::client {

std::vector<wire::Endpoint> interleaved(const std::vector<wire::Endpoint>& addresses) {
  std::vector<wire::Endpoint> kept;
  for (const auto& address : addresses)
    if (std::find(kept.begin(), kept.end(), address) == kept.end()) kept.push_back(address);
  std::vector<wire::Endpoint> order;
  std::deque<wire::Endpoint> rest(kept.begin(), kept.end());
  while (!rest.empty()) {
    const bool last_is_v4 = !order.empty() && order.back().address.is_v4();
    const auto other = std::find_if(rest.begin(), rest.end(), [&](const wire::Endpoint& address) {
      return order.empty() || address.address.is_v4() != last_is_v4;
    });
    const auto next = other == rest.end() ? rest.begin() : other;
    order.push_back(*next);
    rest.erase(next);
  }
  return order;
}

std::optional<size_t> AddressRace::begin_next(SteadyTime now) {
  if (winner_ || all_begun() || now < next_) return std::nullopt;
  next_ = now + kBetweenAttempts;
  return begun_++;
}

void AddressRace::failed(size_t address, SteadyTime now) {
  failed_.at(address) = true;
  if (address + 1 == begun_) next_ = std::min(next_, now);
}

void AddressRace::answered(size_t address) {
  if (!winner_) winner_ = address;
}

size_t AddressRace::best_guess() const {
  const auto good = std::find(failed_.begin(), failed_.end(), false);
  return good == failed_.end() ? 0 : static_cast<size_t>(good - failed_.begin());
}

}  // namespace moonroom::client

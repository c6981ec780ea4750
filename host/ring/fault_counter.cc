#include "ring/fault_counter.h"

#include <algorithm>
#include <set>

namespace moonroom::ring {

void FaultCounter::add(SteadyTime now, std::string_view who) {
  while (!faults_.empty() && now - faults_.front().time >= kFaultWindow) faults_.pop_front();
  if (faults_.size() == kMaxFaults) faults_.pop_front();
  faults_.push_back({now, std::string(who)});
}

void FaultCounter::revoke() {
  if (!faults_.empty()) faults_.pop_back();
}

size_t FaultCounter::causes(SteadyTime now) const {
  std::set<std::string_view> members;
  size_t by_nobody = 0;
  for (const auto& fault : faults_) {
    if (now - fault.time >= kFaultWindow) continue;
    if (fault.who.empty())
      ++by_nobody;
    else
      members.insert(fault.who);
  }
  return members.size() + by_nobody;
}

bool FaultCounter::too_many(SteadyTime now, bool is_closed) const {
  const auto recent = std::count_if(faults_.begin(), faults_.end(), [&](const Fault& fault) {
    return now - fault.time < kFaultWindow;
  });
  const size_t all = causes(now);
  return all >= kFaultsToBench ||
         (!is_closed && all == 2 && static_cast<size_t>(recent) >= 2 * kFaultsToBench);
}

size_t FaultCounter::caused_by(std::string_view who, SteadyTime now) const {
  return static_cast<size_t>(std::count_if(faults_.begin(), faults_.end(), [&](const Fault& fault) {
    return fault.who == who && now - fault.time < kFaultWindow;
  }));
}

}  // namespace moonroom::ring

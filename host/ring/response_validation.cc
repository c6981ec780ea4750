#include "ring/response_validation.h"

#include <algorithm>

namespace moonroom::ring {

bool validate(const Response& response) {
  return is_within_bounds(response, room::kMaxText);
}

bool Actors::contains(uint32_t plugin) const {
  if (plugin == file && file != kNobody) return true;
  return std::any_of(loaded.begin(), loaded.end(), [&](const Loaded& each) {
    return each.id == plugin && !is_left_out(plugin, each.role, without);
  });
}

void Actors::add(uint32_t id, Role role) {
  remove(id);
  loaded.push_back({id, role});
}

void Actors::remove(uint32_t id) {
  std::erase_if(loaded, [&](const Loaded& each) { return each.id == id; });
}

std::optional<uint32_t> owner_of(const room::Action& action) {
  return std::visit(
      [](const auto& it) -> std::optional<uint32_t> {
        if constexpr (requires { it.owner; })
          return it.owner;
        else
          return std::nullopt;
      },
      action);
}

bool acts_for_itself(const Response& response, const Actors& actors) {
  const auto& actions = response.verdict.actions;
  return std::all_of(actions.begin(), actions.end(),
                     [&](const auto& action) {
                       const auto owner = owner_of(action);
                       return !owner || actors.contains(*owner);
                     }) &&
         std::all_of(response.faults.begin(), response.faults.end(),
                     [&](const Fault& fault) {
                       return fault.plugin == kNobody || actors.contains(fault.plugin);
                     }) &&
         std::all_of(response.filter_effects.begin(), response.filter_effects.end(),
                     [&](const FilterEffect& mark) { return actors.contains(mark.plugin); });
}

}  // namespace moonroom::ring

#include "ring/response_validation.h"

#include <algorithm>
#include <chrono>

#include "base/overloaded.h"
#include "text/text.h"

namespace moonroom::ring {
namespace {

// A timer with a shorter interval would keep the worker busy with nothing else.
constexpr Duration kMinRepeat = std::chrono::milliseconds(10);
// Plain data is nested less deep.
constexpr size_t kDeepestPath = 16;

constexpr Duration kMaxDelay = std::chrono::hours(24 * 366);

bool is_text(std::string_view text) {
  return text.size() <= kMaxLine && text::is_utf8(text);
}

bool is_length(Duration length) {
  return length >= Duration::zero() && length <= kMaxDelay;
}

bool believable_action(const room::Action& action) {
  return std::visit(
      Overloaded{
          [](const room::Post& post) {
            return !post.line.empty() && is_text(post.line) && is_text(post.text) &&
                   is_text(post.from) && is_text(post.kind);
          },
          [](const room::Kick& kick) { return is_text(kick.reason); },
          [](const room::LogLine& line) {
            return is_text(line.text) && (line.file.empty() || is_plain_name(line.file));
          },
          [](const room::SetTimer& timer) {
            const bool repeat_is_sane = timer.every == Duration::zero() ||
                                        (timer.every >= kMinRepeat && timer.every <= kMaxDelay);
            return timer.after >= Duration::zero() && timer.after <= kMaxDelay && repeat_is_sane;
          },
          [](const room::Cancel&) { return true; },
          [](const room::Mute& mute) { return is_length(mute.length); },
          [](const room::Ban& ban) {
            return is_text(ban.what) && is_text(ban.reason) && is_length(ban.length);
          },
          [](const room::StorePut& keep) {
            return is_text(keep.key) && keep.path.size() <= kDeepestPath;
          },
          [](const room::StartJob& job) { return is_text(job.name); },
          // Only the judge itself requests these.
          [](const room::ForgetCallbacks&) { return false; },
          [](const room::Lifecycle&) { return false; },
      },
      action);
}

}  // namespace

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

bool is_plain_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), plain);
}

bool validate(const Response& response) {
  const auto& verdict = response.verdict;
  return is_text(verdict.reason) && verdict.actions.size() <= kMaxActions &&
         std::all_of(verdict.actions.begin(), verdict.actions.end(), believable_action);
}

}  // namespace moonroom::ring

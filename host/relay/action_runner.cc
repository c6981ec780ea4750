#include "relay/action_runner.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <variant>

#include "wire/prefix.h"

namespace moonroom::relay {

void ActionRunner::run(const std::vector<room::Action>& actions, const Subject& subject,
                       const Turn& turn) {
  const auto perform_one = [&](const room::Action& action) {
    std::visit([&](const auto& it) { perform(it, subject, turn); }, action);
  };
  const auto line = std::find_if(actions.begin(), actions.end(), [&](const room::Action& action) {
    const auto* post = std::get_if<room::Post>(&action);
    return post && parts_.line.is_line(*post, subject);
  });
  if (line != actions.end()) perform_one(*line);
  for (auto action = actions.begin(); action != actions.end(); ++action)
    if (action != line) perform_one(*action);
}

void ActionRunner::perform(const room::Post& post, const Subject& subject, const Turn& turn) {
  const auto number = parts_.line.is_line(post, subject) ? parts_.line.number() : 0;
  parts_.line.on_posted(parts_.poster.post(post, subject, number, turn), subject, turn);
}

void ActionRunner::perform(const room::SetTimer& timer, const Subject&, const Turn& turn) {
  parts_.timers.set(timer, turn.now.steady);
}

void ActionRunner::perform(const room::Cancel& cancel, const Subject&, const Turn&) {
  parts_.timers.cancel(cancel);
  parts_.effects.requests.emplace_back(cancel);
}

void ActionRunner::perform(const room::ForgetCallbacks& all, const Subject&, const Turn&) {
  parts_.timers.clear();
  parts_.effects.requests.emplace_back(all);
}

void ActionRunner::perform(const room::StorePut& put, const Subject&, const Turn&) {
  parts_.effects.store_puts.push_back(put);
}

void ActionRunner::perform(const room::Lifecycle& life, const Subject&, const Turn&) {
  parts_.effects.lifecycles.push_back(life);
}

// Reports neighbours to the administrator, because the plugin cannot know about them.
void ActionRunner::impose(const room::Sanction& sanction, const Turn& turn) {
  const auto result = parts_.moderation.apply(sanction, turn);
  if (!std::holds_alternative<room::Mute>(sanction) || result.neighbours.empty()) return;
  parts_.effects.notices.push_back(fmt::format(
      "{} is muted under this name only, because others came from {} before: {}", result.name,
      wire::to_string(*result.source), fmt::join(result.neighbours, ", ")));
}

}  // namespace moonroom::relay

#include "relay/action_runner.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <variant>

#include "wire/prefix.h"

namespace moonroom::relay {
namespace {

/// One case for each kind of action.
struct Performer {
  const ActionRunner::Parts& parts;
  const Subject& subject;
  const Turn& turn;

  void operator()(const room::Post& post) const {
    const auto number = parts.line.is_line(post, subject) ? parts.line.number() : 0;
    parts.line.on_posted(parts.poster.post(post, subject, number, turn), subject, turn);
  }
  void operator()(const room::SetTimer& timer) const { parts.timers.set(timer, turn.now.steady); }
  void operator()(const room::Cancel& cancel) const {
    parts.timers.cancel(cancel);
    parts.effects.requests.emplace_back(cancel);
  }
  void operator()(const room::ForgetCallbacks& all) const {
    parts.timers.clear();
    parts.effects.requests.emplace_back(all);
  }
  void operator()(const room::StorePut& put) const { parts.effects.store_puts.push_back(put); }
  void operator()(const room::Lifecycle& life) const { parts.effects.lifecycles.push_back(life); }
  void operator()(const room::Kick& kick) const { parts.moderation.apply(kick, turn); }
  void operator()(const room::Ban& ban) const { parts.moderation.apply(ban, turn); }
  // Reports neighbours to the administrator, because the plugin cannot know about them.
  void operator()(const room::Mute& mute) const {
    const auto result = parts.moderation.apply(mute, turn);
    if (result.neighbours.empty()) return;
    parts.effects.notices.push_back(fmt::format(
        "{} is muted under this name only, because others came from {} before: {}", result.name,
        wire::to_string(*result.source), fmt::join(result.neighbours, ", ")));
  }
  template <class Other>
  void operator()(const Other& request) const {
    parts.effects.requests.emplace_back(request);
  }
};

}  // namespace

void ActionRunner::run(const std::vector<room::Action>& actions, const Subject& subject,
                       const Turn& turn) {
  const Performer perform{parts_, subject, turn};
  const auto line = std::find_if(actions.begin(), actions.end(), [&](const room::Action& action) {
    const auto* post = std::get_if<room::Post>(&action);
    return post && parts_.line.is_line(*post, subject);
  });
  if (line != actions.end()) std::visit(perform, *line);
  for (auto action = actions.begin(); action != actions.end(); ++action)
    if (action != line) std::visit(perform, *action);
}

}  // namespace moonroom::relay

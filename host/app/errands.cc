#include "app/errands.h"

#include <utility>

#include "base/overloaded.h"
#include "wire/text.h"

namespace moonroom::app {
namespace {

// A script and a plugin may have the same name.
std::string data_name(const ring::Load& file) {
  return file.name + (file.role == ring::Role::script ? ".script" : ".plugin");
}

}  // namespace

void Errands::take(std::vector<relay::Errand> errands) {
  bool kept = false;
  for (auto& errand : errands) {
    const auto* wish = std::get_if<room::Keep>(&errand);
    if (wish) keep(*wish);
    kept = kept || wish;
    if (!wish) waiting_.push_back(std::move(errand));
  }
  if (kept || !commit_problem_.empty()) commit();
}

void Errands::keep(const room::Keep& wish) {
  const auto& plugins = means_.judge.plugins().all();
  if (wish.owner < plugins.size())
    means_.data.keep(data_name(plugins[wish.owner].file), wish.key, wish.value);
}

// Said once, not once a turn.
void Errands::commit() {
  const auto done = means_.data.commit();
  const auto problem = done ? std::string() : done.error().what;
  if (problem == commit_problem_) return;
  if (problem.empty())
    means_.log.information("what plugins keep is on disk again");
  else
    means_.log.error(problem);
  commit_problem_ = problem;
}

void Errands::run(Moment now) {
  for (const auto& errand : std::exchange(waiting_, {}))
    std::visit(
        Overloaded{
            [&](const room::LogLine& line) { means_.log.plugin_line(line); },
            [&](const room::StartJob& job) { means_.desk.start(job, now); },
            [&](const room::Cancel& wish) { means_.desk.cancel(wish); },
            [&](const room::ForgetCallbacks&) { means_.desk.cancel_all(); },
            [&](const relay::Reply& reply) { means_.admin.show(wire::visible_lines(reply.text)); },
            [](const room::Keep&) {},
            [](const room::Record&) {},
        },
        errand);
}

Value Errands::kept_by(const ring::Load& file) {
  return means_.data.of(data_name(file));
}

}  // namespace moonroom::app

#include "ring/routine.h"

#include "ring/answer_check.h"

namespace moonroom::ring {
namespace {

constexpr std::string_view kObserver = "on_message";

const Value* form_in(const PluginRecord& plugin) {
  const auto* forms = plugin.details.field("forms");
  return forms ? forms->field(kObserver) : nullptr;
}

// Whoever is benched or on its way counts as well: better asked once too often.
bool wants_to_see(const PluginRecord& plugin) {
  return plugin.state == State::loading || plugin.has("filter_message") ||
         plugin.closed().message || (plugin.has(kObserver) && !form_in(plugin));
}

}  // namespace

void Routine::learn(const std::deque<PluginRecord>& plugins) {
  form_.reset();
  for (const auto& plugin : plugins) {
    if (plugin.state == State::gone || is_words(plugin.file.role)) continue;
    const auto* form = plugin.state == State::on ? form_in(plugin) : nullptr;
    // Two of them have an order, which is the worker's business.
    if (wants_to_see(plugin) || (form && form_)) return form_.reset();
    if (!form) continue;
    form_ = room::form_of(*form);
    owner_ = plugin.file.id;
    if (!form_) return;
  }
}

bool Routine::covers(std::string_view text, std::string_view name) const {
  return form_ && most_bytes(*form_, {0, name, text}) <= kMaxLine;
}

void Routine::settle(const room::Occasion& occasion, room::Verdict& verdict) const {
  verdict.passed = true;
  verdict.command = false;
  verdict.reason.clear();
  const bool fits =
      verdict.actions.size() == 1 && std::holds_alternative<room::Post>(verdict.actions.front());
  if (!fits) verdict.actions.assign(1, room::Post{});
  fill(*form_, occasion, std::get<room::Post>(verdict.actions.front()));
}

}  // namespace moonroom::ring

#include "ring/fast_path.h"

#include "room/bounds.h"

namespace moonroom::ring {
namespace {

constexpr std::string_view kObserver = "on_message";

const Value* form_in(const PluginEntry& plugin) {
  const auto* forms = plugin.details.field("forms");
  return forms ? forms->field(kObserver) : nullptr;
}

// Plugins that are benched or loading count as well: an unnecessary request is the safe mistake.
bool wants_to_see(const PluginEntry& plugin) {
  return plugin.state == State::loading || plugin.has("filter_message") ||
         plugin.closed().message || (plugin.has(kObserver) && !form_in(plugin));
}

}  // namespace

void FastPath::rebuild(const std::deque<PluginEntry>& plugins) {
  template_.reset();
  for (const auto& plugin : plugins) {
    if (plugin.state == State::gone || is_words(plugin.file.role)) continue;
    const auto* form = plugin.state == State::on ? form_in(plugin) : nullptr;
    // Two templates have an order, which only the worker knows.
    if (wants_to_see(plugin) || (form && template_)) return template_.reset();
    if (!form) continue;
    template_ = room::template_of(*form);
    owner_ = plugin.file.id;
    if (!template_) return;
  }
}

bool FastPath::matches(std::string_view text, std::string_view name) const {
  return template_ && max_rendered_size(*template_, {0, name, text}) <= room::kMaxText;
}

void FastPath::apply(const room::TemplateValues& values, room::Verdict& verdict) const {
  verdict.passed = true;
  verdict.command = false;
  verdict.reason.clear();
  const bool fits =
      verdict.actions.size() == 1 && std::holds_alternative<room::Post>(verdict.actions.front());
  if (!fits) verdict.actions.assign(1, room::Post{});
  render(*template_, values, std::get<room::Post>(verdict.actions.front()));
}

}  // namespace moonroom::ring

// Judges a message without the worker, when no plugin has a filter or a function for messages and
// the scripts have one template for them (room/post_template.h). The worker would render the same
// template, at the price of two switches between processes. Pure.
#pragma once

#include <deque>
#include <optional>
#include <string_view>

#include "ring/plugin_registry.h"
#include "room/post_template.h"

namespace moonroom::ring {

class FastPath {
 public:
  /// Must be called after each change of the plugins.
  void rebuild(const std::deque<PluginEntry>& plugins);

  /// For a message that is not a command: true when `apply` can judge it, false when the worker
  /// must.
  bool matches(std::string_view text, std::string_view name) const;
  /// Overwrites `verdict`, re-using its memory where possible.
  void apply(const room::TemplateValues& values, room::Verdict& verdict) const;

  /// The plugin that owns the template. Valid after `matches` returned true.
  uint32_t owner() const { return owner_; }

 private:
  std::optional<room::PostTemplate> template_;
  uint32_t owner_ = 0;
};

}  // namespace moonroom::ring

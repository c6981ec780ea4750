// Judges a line without the worker: when no plugin has a filter or a function for lines and the
// scripts gave one template for them (room/post_template.h). The worker would render the same
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
  /// Looks at what the plugins are now.
  void rebuild(const std::deque<PluginEntry>& plugins);

  /// Of a line that is no command: true when it is settled with `settle`, false when the worker is
  /// to be asked.
  bool matches(std::string_view text, std::string_view name) const;
  /// Writes over what stands in `verdict`, in its own memory where that will do.
  void apply(const room::TemplateValues& values, room::Verdict& verdict) const;

  /// Whose form it is. Only for what is covered.
  uint32_t owner() const { return owner_; }

 private:
  std::optional<room::PostTemplate> template_;
  uint32_t owner_ = 0;
};

}  // namespace moonroom::ring

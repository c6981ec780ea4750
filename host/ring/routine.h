// What the judge settles itself: a line that no filter and no function of any plugin is to see, of
// a room whose scripts have handed in one form for it (room/form.h). Asking the worker would fill
// in the same form, at the price of two switches between processes. Pure.
#pragma once

#include <deque>
#include <optional>
#include <string_view>

#include "ring/plugin_list.h"
#include "room/form.h"

namespace moonroom::ring {

class Routine {
 public:
  /// Looks at what the plugins are now.
  void learn(const std::deque<PluginRecord>& plugins);

  /// Of a line that is no command: true when it is settled with `settle`, false when the worker is
  /// to be asked.
  bool covers(std::string_view text, std::string_view name) const;
  /// Writes over what stands in `verdict`, in its own memory where that will do.
  void settle(const room::Occasion& occasion, room::Verdict& verdict) const;

  /// Whose form it is. Only for what is covered.
  uint32_t owner() const { return owner_; }

 private:
  std::optional<room::Form> form_;
  uint32_t owner_ = 0;
};

}  // namespace moonroom::ring

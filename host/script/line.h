// The plugins in the order in which they are asked, and the one place where a plugin runs: it is
// named beforehand, so that whoever watches knows whom to blame, and timed.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "ring/pages.h"
#include "ring/plugin_use.h"
#include "script/plugin.h"
#include "script/time_limit.h"

namespace moonroom::script {

/// Who watches the plugins run.
struct Witness {
  /// Told the id of the plugin that runs next, and ring::kNobody afterwards.
  std::function<void(uint32_t)> runs;
  /// Where a plugin's use is counted; null for nowhere.
  std::function<ring::PluginUse*(uint32_t)> use;
};

class Line {
 public:
  /// Each call into a plugin may take `call_time` (script/time_limit.h).
  Line(Witness witness, Duration call_time) : witness_(std::move(witness)), call_time_(call_time) {}

  /// Null when there is none.
  Plugin* find(uint32_t id);
  /// Takes the place of the one with the same id, if there is one; then all line up.
  void put(std::unique_ptr<Plugin> plugin);
  void remove(uint32_t id);
  const std::vector<std::unique_ptr<Plugin>>& plugins() const { return plugins_; }
  /// Names of those whose `before` and `after` go round in a circle.
  const std::vector<std::string>& circle() const { return circle_; }
  /// Where a plugin's use is counted, or null.
  ring::PluginUse* use(uint32_t id) const { return witness_.use ? witness_.use(id) : nullptr; }

  /// Who is not to be asked from now on: a plugin's id, ring::kPlugins or ring::kNobody.
  void leave_out(uint32_t without) { without_ = without; }
  bool left_out(const Plugin& plugin) const {
    return ring::is_left_out(plugin.id(), plugin.file().role, without_);
  }

  /// Runs `body`, which calls into the plugin of this id.
  template <class Body>
  auto run(uint32_t id, Body&& body) {
    return run_marked(id, id, std::forward<Body>(body));
  }
  /// The same; `body` runs the `on_unload` of the version that leaves.
  template <class Body>
  auto run_unloading(uint32_t id, Body&& body) {
    return run_marked(id, id | ring::kUnloading, std::forward<Body>(body));
  }

  /// Runs `call` for every plugin that has `hook`, in order, until one says stop (false).
  template <class Call>
  void each(Hook hook, Call call) {
    for (const auto& plugin : plugins_)
      if (plugin->has(hook) && !left_out(*plugin))
        if (!run(plugin->id(), [&] { return call(*plugin); })) return;
  }

 private:
  template <class Body>
  auto run_marked(uint32_t id, uint32_t marker, Body&& body) {
    witness_.runs(marker);
    const CallTime limited(call_time_);
    const auto begin = std::chrono::steady_clock::now();
    auto result = body();
    if (auto* counted = use(id)) {
      const auto* plugin = find(id);
      counted->note_call(std::chrono::steady_clock::now() - begin, plugin ? plugin->memory() : 0);
    }
    witness_.runs(ring::kNobody);
    return result;
  }

  void line_up();

  Witness witness_;
  Duration call_time_;
  uint32_t without_ = ring::kNobody;
  std::vector<std::unique_ptr<Plugin>> plugins_;
  std::vector<std::string> circle_;
};

}  // namespace moonroom::script

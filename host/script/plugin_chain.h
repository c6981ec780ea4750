// The plugins in the order of their calls, and the one place that calls into them. Each call is
// timed, and announced to the observer first, so that a crash can be attributed.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "ring/plugin_counters.h"
#include "ring/shared_layout.h"
#include "script/plugin.h"
#include "script/time_limit.h"

namespace moonroom::script {

/// Observes the calls into plugins.
struct CallObserver {
  /// Gets the id of the plugin that runs next, and ring::kNobody afterwards.
  std::function<void(uint32_t)> on_run;
  /// Returns where to count a plugin's use, or null.
  std::function<ring::PluginCounterSlot*(uint32_t)> counters;
};

class PluginChain {
 public:
  /// Each call into a plugin may take `call_time` (script/time_limit.h).
  PluginChain(CallObserver observer, Duration call_time)
      : observer_(std::move(observer)), call_time_(call_time) {}

  /// Null when there is none.
  Plugin* find(uint32_t id);
  /// Replaces the plugin with the same id, if there is one; then sorts the chain.
  void put(std::unique_ptr<Plugin> plugin);
  void remove(uint32_t id);
  const std::vector<std::unique_ptr<Plugin>>& plugins() const { return plugins_; }
  /// Names of plugins whose `before` and `after` form a cycle.
  const std::vector<std::string>& cycle() const { return cycle_; }
  /// Where to count a plugin's use, or null.
  ring::PluginCounterSlot* counters(uint32_t id) const {
    return observer_.counters ? observer_.counters(id) : nullptr;
  }

  /// Excludes plugins from the calls that follow: a plugin's id, ring::kPlugins or ring::kNobody.
  void exclude(uint32_t without) { without_ = without; }
  bool is_excluded(const Plugin& plugin) const {
    return ring::is_left_out(plugin.id(), plugin.file().role, without_);
  }

  /// Runs `body`, which calls into the plugin of this id.
  template <class Body>
  auto run(uint32_t id, Body&& body) {
    return run_marked(id, id, std::forward<Body>(body));
  }
  /// The same for the `on_unload` of the outgoing version.
  template <class Body>
  auto run_unloading(uint32_t id, Body&& body) {
    return run_marked(id, id | ring::kUnloading, std::forward<Body>(body));
  }

  /// Runs `call` for every plugin that has `hook`, in order, until it returns false.
  template <class Call>
  void for_each_hook(Hook hook, Call call) {
    for (const auto& plugin : plugins_)
      if (plugin->has(hook) && !is_excluded(*plugin))
        if (!run(plugin->id(), [&] { return call(*plugin); })) return;
  }

 private:
  template <class Body>
  auto run_marked(uint32_t id, uint32_t marker, Body&& body) {
    observer_.on_run(marker);
    const CallTime limited(call_time_);
    const auto begin = std::chrono::steady_clock::now();
    auto result = body();
    if (auto* counted = counters(id)) {
      const auto* plugin = find(id);
      counted->note_call(std::chrono::steady_clock::now() - begin, plugin ? plugin->memory() : 0);
    }
    observer_.on_run(ring::kNobody);
    return result;
  }

  void sort();

  CallObserver observer_;
  Duration call_time_;
  uint32_t without_ = ring::kNobody;
  std::vector<std::unique_ptr<Plugin>> plugins_;
  std::vector<std::string> cycle_;
};

}  // namespace moonroom::script

// The inside of the worker: all plugins in their order, and what they make of each question. Says
// before each call which plugin it is about to run, so that whoever watches knows whom to blame.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ring/message.h"
#include "script/plugin.h"

namespace moonroom::script {

class PluginHost {
 public:
  /// Told the id of the plugin that runs next, and ring::kNobody afterwards.
  using Marker = std::function<void(uint32_t)>;

  PluginHost(Marker mark, size_t memory_limit);

  ring::Answer answer(const ring::Question& question);

 private:
  void judge(const room::Joining& joining);
  void judge(const room::Saying& saying);
  void judge(const room::Leaving& leaving);
  void judge(const room::Announcing& announcing);
  void judge(const room::TimerDue& timer);
  void judge(const room::Tended&) {}

  void take(const ring::Load& file);
  void take_words(const ring::Load& file);
  void take_plugin(const ring::Load& file);
  void unload(uint32_t id);
  void line_up();

  void refuse(std::string reason);
  bool refused(const Plugin& plugin, Hook hook, const Result<Plugin::Returned>& returned);
  void observed(const Plugin& plugin, Hook hook, const Result<Plugin::Returned>& returned);
  void fault(const Plugin& plugin, std::string what);
  std::string host_phrase(std::string_view key) const;
  Value overrides_for(const ring::Load& file) const;

  // Runs `call` for every plugin that has `hook`, in order, until one says stop.
  template <class Call>
  void each(Hook hook, Call call);

  Marker mark_;
  size_t memory_limit_;
  RoomView view_;
  Value wording_ = Table{};
  Value settings_;
  std::vector<std::unique_ptr<Plugin>> plugins_;
  uint32_t without_ = UINT32_MAX;
  ring::Answer answer_;
};

}  // namespace moonroom::script

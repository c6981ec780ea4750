// The core of the worker: runs the plugins, in order, on each request.
#pragma once

#include "ring/message.h"
#include "script/plugin_context.h"
#include "script/plugin_loader.h"

namespace moonroom::script {

class PluginHost {
 public:
  PluginHost(CallObserver observer, PluginLimits limits);
  PluginHost(const PluginHost&) = delete;
  PluginHost& operator=(const PluginHost&) = delete;

  ring::Response handle(const ring::Request& request);

  /// For displays of the plugins and their order.
  const PluginChain& chain() const { return plugins_.chain; }

 private:
  void handle_event(const ring::Request& request, const room::Event& event,
                    ResponseBuilder& response);
  void bench(const ring::BenchCommand& bench);

  PluginContext plugins_;
  PluginLoader loader_;
};

}  // namespace moonroom::script

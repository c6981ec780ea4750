// Runs a command: finds its owner, filters its text, and replies to its caller.
#pragma once

#include <string_view>

#include "script/filter_runner.h"

namespace moonroom::script {

class CommandDispatcher {
 public:
  /// `refuses_text`: a filter that must judge the command's text is missing.
  CommandDispatcher(PluginContext& plugins, ResponseBuilder& response, bool refuses_text)
      : plugins_(plugins), response_(response), refuses_text_(refuses_text) {}

  void run(Call call);

 private:
  void run(Plugin& plugin, Call call);
  bool filter_text(const Plugin& owner, Call& call);
  void reply_result(const Plugin& plugin, const Call& call, const Plugin::HookResult& returned);
  void reply_failed(const Call& call, std::string_view why);
  void reply_failed(const Call& call);
  bool reply(const Call& call, std::string_view text);
  void fault(const Plugin& plugin, const Call& call, std::string_view what);

  PluginContext& plugins_;
  ResponseBuilder& response_;
  bool refuses_text_;
};

}  // namespace moonroom::script

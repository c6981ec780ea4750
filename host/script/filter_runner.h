// Runs the filters of one event and reads what they return. The refusal goes into the response.
#pragma once

#include <string>

#include "script/plugin_context.h"
#include "script/response_builder.h"

namespace moonroom::script {

class FilterRunner {
 public:
  FilterRunner(PluginContext& plugins, ResponseBuilder& response)
      : plugins_(plugins), response_(response) {}

  /// Refuses with the words of the host: a filter that must judge the event is missing or failed.
  void refuse_unjudged(Hook filter);
  void judge_join(room::MemberId who);
  /// Runs the filters in order until one refuses. They can change the text. True when the line is
  /// still to be published: nothing refused it, and no plugin posts it itself.
  bool judge_message(CurrentMessage& message);
  /// A filter posts the line itself, to an audience of its choice.
  bool is_taken_over() const { return is_taken_over_; }

 private:
  bool apply_text(const Plugin& plugin, CurrentMessage& message, const std::string& changed);
  bool is_refused(const Plugin& plugin, Hook hook, const Result<Plugin::HookResult>& returned);
  bool fail_closed(const Plugin& plugin, Hook hook, const std::string& what);
  std::string refusal(Hook filter) const;

  PluginContext& plugins_;
  ResponseBuilder& response_;
  bool is_taken_over_ = false;
};

}  // namespace moonroom::script

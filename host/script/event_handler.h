// Runs what one event calls for: filters, hooks, a command, the function of a timer or a job. One
// object for each event.
#pragma once

#include <string_view>

#include "room/line_reading.h"
#include "script/filter_runner.h"

namespace moonroom::script {

class EventHandler {
 public:
  /// `refuses`: a filter that must judge the event is missing. `line` is how the host reads a line.
  EventHandler(PluginContext& plugins, ResponseBuilder& response, bool refuses, room::LineKind line)
      : plugins_(plugins), response_(response), refuses_(refuses), line_(line) {}

  void handle(const room::JoinEvent& join);
  void handle(const room::MessageEvent& message);
  void handle(const room::LeaveEvent& leave);
  void handle(const room::AnnouncementEvent& announcement);
  void handle(const room::TimerDue& timer);
  void handle(const room::AdminCommandEvent& command);
  void handle(const room::JobDone& done);
  // The others are not for scripts.
  template <class Other>
  void handle(const Other&) {}

 private:
  room::LineReading read(std::string_view text) const;
  void publish(const room::MessageEvent& message, std::string_view text);
  bool filter(CurrentMessage& message);
  template <class Call>
  void notify(Hook hook, const room::TemplateValues& values, Call call);
  template <class Call>
  void call_back(uint32_t owner, std::string_view what, Call call);
  void check_returned(const Plugin& plugin, Hook hook, const Result<Plugin::HookResult>& returned);
  void post(const Plugin& plugin, Hook hook, const room::TemplateValues& values);

  PluginContext& plugins_;
  ResponseBuilder& response_;
  bool refuses_;
  room::LineKind line_;
};

}  // namespace moonroom::script

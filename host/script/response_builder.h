// The response to one request while it is made: the verdict, the faults, and what the filters did.
#pragma once

#include <string>
#include <string_view>

#include "ring/message.h"
#include "script/plugin.h"

namespace moonroom::script {

class ResponseBuilder {
 public:
  explicit ResponseBuilder(uint64_t number) { response_.number = number; }

  bool passed() const { return response_.verdict.passed; }
  /// The event does not happen. A plugin's error can be any value, so any bytes can be a reason.
  void refuse(std::string_view reason);
  /// The same, by a filter.
  void refuse_by(const Plugin& plugin, std::string_view reason);
  /// The command was not carried out; the reply says why.
  void fail() { response_.verdict.passed = false; }
  /// What the administrator is told.
  void set_reply(std::string_view text) { response_.verdict.reason = text; }
  /// The line was a command, or counts as one.
  void mark_command(bool is_command) { response_.verdict.command = is_command; }
  void set_details(Value details) { response_.details = std::move(details); }

  void note_changed(const Plugin& plugin, const std::string& text);
  /// Changes and refusals of a command's text are private.
  void drop_filter_effects() { response_.filter_effects.clear(); }

  void fault(const Plugin& plugin, std::string_view what, std::string_view command = {});
  /// An error of the outgoing version, which does not count against its successor.
  void fault_of_old_version(const Plugin& plugin, std::string_view what);
  /// An error of no plugin alone, which benches none.
  void fault_of_nobody(std::string what);

  /// The response with the actions that the plugins requested.
  ring::Response finish(std::vector<room::Action> actions);

 private:
  ring::Response response_;
};

}  // namespace moonroom::script

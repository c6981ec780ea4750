// Executes the administrator's lines: a line that begins with "/" is a command, of the host or of a
// plugin; any other is said to the room. The commands themselves are rows (admin/command.h).
#pragma once

#include <string_view>
#include <utility>

#include "admin/command.h"
#include "admin/completions.h"

namespace moonroom::admin {

class CommandTable {
 public:
  explicit CommandTable(CommandContext context) : context_(std::move(context)) {}

  /// Executes one line. The answer is for the console that sent it; it may be empty, or pending:
  /// then `reply_to` has it later.
  CommandReply execute(std::string_view line, Moment now);
  CommandReply reply_to(const relay::CommandResult& result, Moment now);

  bool has_plugins_off() const { return context_.gallery.has_any_off(); }

  /// What the Tab key can complete now.
  Completions completions() const;
  /// Of these, the host's own commands, which are known without a room.
  static Completions builtin_completions();

  /// For the rates that /stats shows. To be called before anything counts at `now`.
  void sample_trends(SteadyTime now) { context_.trends.sample(context_.relay.stats(), now); }

 private:
  CommandReply run(std::string_view line);
  CommandReply run_plugin_command(std::string_view name, std::string_view line);

  CommandContext context_;
};

}  // namespace moonroom::admin

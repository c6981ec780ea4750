// What a console command is: a row with its words, its help and its function. Each file of commands
// has one table of such rows; the parser, the usage in errors, /help and the Tab key read them, so
// none of them can name a word that another lacks.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "admin/dashboard.h"
#include "admin/table.h"
#include "admin/upgrade_status.h"
#include "config/gallery.h"
#include "metrics/snapshot.h"
#include "relay/relay.h"
#include "ring/worker_judge.h"

namespace moonroom::admin {

/// What the commands work on; all of it outlives the commands.
struct CommandContext {
  relay::Relay& relay;
  const room::RoomState& state;
  ring::WorkerJudge& judge;
  std::function<metrics::MetricsSnapshot()> figures;
  /// The rows of /ps.
  std::function<std::vector<Row>()> processes;
  /// Reads a plugin's file again and has it loaded. Returns what went wrong, or nothing.
  std::function<std::string(std::string_view name)> reload;
  /// Ends the room.
  std::function<void()> quit;
  config::Gallery gallery;
  /// Has the installed program checked, to become the host.
  std::function<void()> upgrade;
  /// The progress of the latest upgrade.
  std::function<UpgradeStatus()> upgraded;

  /// For the rates that /stats shows.
  Trends trends{};
  /// Of the line that is executed.
  Moment now{};
};

/// For the console that sent the line.
struct CommandReply {
  CommandReply(std::string answer) : text(std::move(answer)) {}
  CommandReply(std::string_view answer) : text(answer) {}

  std::string text;
  /// The command was not carried out: `text` says why.
  bool has_failed = false;
  /// The command is an event: the answer follows, as a relay::CommandResult.
  bool is_pending = false;
};

inline CommandReply failure(std::string why) {
  CommandReply reply(std::move(why));
  reply.has_failed = true;
  return reply;
}

inline CommandReply pending_reply() {
  CommandReply reply((std::string()));
  reply.is_pending = true;
  return reply;
}

struct CommandForm {
  /// Without the slash.
  std::string_view command;
  /// The word that must follow the command; empty for the form without one.
  std::string_view word;
  /// The arguments that follow, as /help shows them: "NAME [REASON]". The first name in it says
  /// what the Tab key completes: NAME a member, PLUGIN a plugin.
  std::string_view arguments;
  std::string_view help;
  /// Gets the arguments behind the word.
  CommandReply (*run)(CommandContext& context, std::string_view arguments);
  /// The command without any word means this form.
  bool is_usual = false;
};

std::span<const CommandForm> room_commands();
std::span<const CommandForm> moderation_commands();
std::span<const CommandForm> plugin_commands();

}  // namespace moonroom::admin

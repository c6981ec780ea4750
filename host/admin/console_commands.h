// Executes the lines of the console. A line that begins with "/" is a command, of the host or of a
// plugin; any other is posted to the room.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "admin/completions.h"
#include "admin/dashboard.h"
#include "admin/table.h"
#include "admin/upgrade_status.h"
#include "config/gallery.h"
#include "metrics/snapshot.h"
#include "relay/relay.h"
#include "ring/worker_judge.h"

namespace moonroom::admin {

class CommandTable {
 public:
  /// The objects that the commands work on; all must outlive the CommandTable.
  struct Context {
    relay::Relay& relay;
    const room::RoomState& state;
    ring::WorkerJudge& judge;
    std::function<metrics::MetricsSnapshot()> figures;
    /// The rows of /ps.
    std::function<std::vector<Row>()> processes;
    /// Reads a plugin's file again and loads it; returns the error, or an empty string.
    std::function<std::string(std::string_view name)> reload;
    /// Ends the room.
    std::function<void()> quit;
    config::Gallery gallery;
    /// Checks the installed program, to replace the host by it.
    std::function<void()> upgrade;
    /// The status of the latest upgrade.
    std::function<UpgradeStatus()> upgraded;
  };

  explicit CommandTable(Context room) : context_(std::move(room)) {}

  /// Executes one line. Returns the answer for its author, possibly empty; nullopt when a plugin
  /// will answer later.
  std::optional<std::string> execute(std::string_view line, Moment now, wire::Outbox& out);
  /// The latest line failed: the answer says why.
  bool has_failed() const { return has_failed_; }

  bool has_plugins_off() const { return context_.gallery.has_any_off(); }

  /// The completions at this moment.
  admin::Completions completions() const;
  /// The completions that need no room: the host's own commands.
  static admin::Completions builtin_completions();

  /// Samples the counters for the speeds in /stats. Call it before anything is counted at `now`.
  void sample_trends(SteadyTime now) { trends_.sample(context_.relay.stats(), now); }

 private:
  struct Command;
  static std::span<const Command> commands();

  std::string failure(std::string why) {
    has_failed_ = true;
    return why;
  }
  std::string no_such_form(std::string_view command, std::string_view word);
  std::optional<std::string> execute_plugin_command(std::string_view name, std::string_view line);

  // console_commands.cc: the room as a whole
  std::string help(std::string_view arguments);
  std::string say(std::string_view arguments);
  std::string ps(std::string_view arguments);
  std::string stats(std::string_view arguments);
  std::string top(std::string_view arguments);
  std::string upgrade(std::string_view arguments);
  std::string quit(std::string_view arguments);
  // moderation_commands.cc: members and bans
  std::string who(std::string_view arguments);
  std::string kick(std::string_view arguments);
  std::string mute(std::string_view arguments);
  std::string mute_absent(std::string_view name, Duration length);
  std::string unmute(std::string_view arguments);
  std::string ban(std::string_view arguments);
  std::string unban(std::string_view arguments);
  std::string ban_of_source(const room::Ban& ban) const;
  bool is_muted_name(std::string_view name) const;
  void add_penalties(admin::Completions& words) const;
  std::string bans(std::string_view arguments);
  const room::Member* named(std::string_view name) const;
  // plugin_commands.cc: plugins, and what they did
  std::string plugin(std::string_view arguments);
  std::string list_plugins() const;
  std::string change_plugin(std::string_view what, std::string_view name);
  std::string why(std::string_view arguments);

  Context context_;
  Trends trends_;
  Moment now_{};
  wire::Outbox* out_ = nullptr;
  bool has_failed_ = false;
};

}  // namespace moonroom::admin

// The consoles' part of a turn: executes their lines, shows them the room's public posts, and
// passes each reply of the relay to the console that waits for it. The commands are in admin/.
//
// Its owner must call `begin_turn` before anything else of a turn, `on_input` when a console can be
// read or `has_more`, `on_result` for each result of the relay, and `end_turn` last, at the latest
// at `next_due`.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "admin/console_commands.h"
#include "admin/consoles.h"

namespace moonroom::server {

class ConsoleHub {
 public:
  /// `consoles` and everything in `context` must outlive this.
  ConsoleHub(admin::Consoles& consoles, admin::CommandContext context);

  /// Continues a store: consoles have been shown the entries up to `last_entry`.
  void begin_after(uint64_t last_entry) { shown_ = last_entry; }
  void begin_turn(SteadyTime now);
  void on_input(Moment now);
  /// Lines can be left that were not executed.
  bool has_more() const { return has_more_; }
  /// Answers the line that has waited longest: results come in the order of the lines. Goes to the
  /// host's own console if no line waits.
  void on_result(const relay::CommandResult& result, Moment now);
  void end_turn(SteadyTime now);
  std::optional<SteadyTime> next_due() const;

  /// The gallery has plugins that are switched off.
  bool has_plugins_off() const { return commands_.has_plugins_off(); }
  /// The processes of the attached consoles.
  std::vector<int> attached() const { return consoles_.attached(); }
  /// The room has ended: no console must wait for another host.
  void close(std::string_view why) { consoles_.close(why); }

 private:
  void execute(const admin::ConsoleLine& line, Moment now);
  void unblock();
  void show_new_entries();
  void push_completions(SteadyTime now);

  admin::Consoles& consoles_;
  const room::RoomState& state_;
  const ring::WorkerJudge& judge_;
  admin::CommandTable commands_;
  // Consoles whose lines the relay will answer.
  std::deque<uint64_t> waiting_;
  // No line is executed until then, or until all results have come.
  std::optional<SteadyTime> blocked_until_;
  bool has_more_ = false;
  // The latest entry that consoles were shown.
  uint64_t shown_ = 0;
  // The completions can have changed since consoles got them.
  bool completions_are_stale_ = false;
  SteadyTime next_completions_{};
};

}  // namespace moonroom::server

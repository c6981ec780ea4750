// The consoles' part of a turn: executes their lines, shows them the room's public posts, and
// passes each reply of the relay to the console that waits for it. The commands are in admin/.
//
// Its owner must call `begin_turn` before anything else of a turn, `on_input` when a console can be
// read, `on_reply` for each reply of the relay, and `end_turn` last, at the latest at `next_due`.
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
  void begin_turn(SteadyTime now) { commands_.sample_trends(now); }
  void on_input(const relay::Turn& turn);
  /// The answer to the line that has waited longest: replies come in the order of the lines. Goes
  /// to the host's own console if no line waits.
  void on_reply(const relay::Reply& reply);
  void end_turn(SteadyTime now);
  std::optional<SteadyTime> next_due() const;

  /// The gallery has plugins that are switched off.
  bool has_plugins_off() const { return commands_.has_plugins_off(); }
  /// The processes of the attached consoles.
  std::vector<int> attached() const { return consoles_.attached(); }
  /// The room has ended: no console must wait for another host.
  void close(std::string_view why) { consoles_.close(why); }

 private:
  void execute(const admin::ConsoleLine& line, const relay::Turn& turn);
  void show_new_entries();
  void push_completions(SteadyTime now);

  admin::Consoles& consoles_;
  const room::RoomState& state_;
  const ring::WorkerJudge& judge_;
  admin::CommandTable commands_;
  // Consoles whose lines the relay will answer.
  std::deque<uint64_t> waiting_;
  // The latest entry that consoles were shown.
  uint64_t shown_ = 0;
  // The completions can have changed since consoles got them.
  bool completions_are_stale_ = false;
  SteadyTime next_completions_{};
};

}  // namespace moonroom::server

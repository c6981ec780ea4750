// Requests to the store, the log, jobs and consoles that result from applied events. The relay
// fills these lists; the server drains them once a turn (server/effect_runner.h). Each list is in
// the order of the requests.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "relay/sanction_result.h"
#include "room/event.h"
#include "room/members.h"
#include "room/snapshot.h"

namespace moonroom::relay {

/// A plugin's request to the host's log or its jobs. One list, because a job must start before it
/// is cancelled.
using PluginRequest =
    std::variant<room::LogLine, room::StartJob, room::Cancel, room::ForgetCallbacks>;

/// The answer of a plugin to an administrator's command.
struct Reply {
  std::string text;
  /// The command failed: `text` says why.
  bool has_failed = false;
};

/// The result of an administrator's command that is an event.
using CommandResult = std::variant<Reply, SanctionResult>;

struct Effects {
  /// Committed before the turn sends.
  std::vector<room::StateChange> changes;
  std::vector<room::StorePut> store_puts;
  std::vector<room::Lifecycle> lifecycles;
  /// Not urgent: run after the turn has sent.
  std::vector<PluginRequest> requests;
  /// In the order of the commands.
  std::vector<CommandResult> results;
  /// For the host's log, as warnings.
  std::vector<std::string> notices;

  /// Stores the member's current seat.
  void save(const room::Member& member);
};

inline void Effects::save(const room::Member& member) {
  changes.emplace_back(room::MemberRecord{
      member.id, member.name, member.connection.endpoint, member.connection.newline_framing,
      member.joined_at.wall, member.ticket ? std::optional(*member.ticket) : std::nullopt});
}

}  // namespace moonroom::relay

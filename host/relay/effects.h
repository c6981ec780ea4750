// What applying events asks of others: the store, the log, jobs and consoles. The relay fills these
// lists; the server drains them once a turn (server/effect_runner.h). A list keeps the order in
// which its members were asked for.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "room/event.h"
#include "room/members.h"
#include "room/snapshot.h"

namespace moonroom::relay {

/// What a plugin asked of the host's log or of its jobs. In one list, because a job is started
/// before it is cancelled.
using PluginRequest =
    std::variant<room::LogLine, room::StartJob, room::Cancel, room::ForgetCallbacks>;

/// The answer to a command of the administrator.
struct Reply {
  std::string text;
  /// The command was not carried out: `text` says why.
  bool has_failed = false;
};

struct Effects {
  /// Committed before the turn sends.
  std::vector<room::StateChange> changes;
  std::vector<room::StorePut> store_puts;
  std::vector<room::Lifecycle> lifecycles;
  /// No hurry: after the turn has sent.
  std::vector<PluginRequest> requests;
  /// In the order of the commands.
  std::vector<Reply> replies;
  /// For the host's log, as warnings.
  std::vector<std::string> notices;

  /// Has the store keep where the member sits now.
  void save(const room::Member& member);
};

inline void Effects::save(const room::Member& member) {
  changes.emplace_back(room::MemberRecord{
      member.id, member.name, member.endpoint, member.newline_framing, member.joined_at.wall,
      member.ticket ? std::optional(*member.ticket) : std::nullopt});
}

}  // namespace moonroom::relay

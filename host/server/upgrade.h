// The upgrade of a running host, until this process executes the other program: has the installed
// program checked, and decides whether it can take over. On any failure the room continues and
// `status` and the log say why.
//
// Its owner must call `request` to start an upgrade, and `poll` once a turn, at the latest at
// `next_due`. When `poll` returns true, the owner must suspend the room and execute `program`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admin/upgrade_status.h"
#include "logging/log.h"
#include "process/child.h"
#include "ring/plugin_registry.h"
#include "server/candidate.h"
#include "store/store.h"

namespace moonroom::server {

class Upgrade {
 public:
  /// The room that a successor would continue; all of it must outlive this.
  struct Room {
    const store::Store& store;
    const ring::PluginRegistry& plugins;
    logging::HostLog& log;
  };
  /// `self` is the installed program and its arguments. `latest` is the upgrade that started this
  /// host.
  Upgrade(process::Program self, admin::UpgradeStatus latest, const Room& room);

  /// Starts a check of the installed program, unless the store cannot be continued. If a check is
  /// running, another one follows it: the files that the running one has read can have changed.
  void request(const PreflightRequest& with, SteadyTime now);
  /// Drops the check, because the host ends.
  void give_up() { candidate_.reset(); }

  /// True when the installed program can take over now: it loads everything that runs here.
  bool poll(SteadyTime now);
  std::optional<SteadyTime> next_due() const;

  const admin::UpgradeStatus& status() const { return status_; }
  void log_outcome() const;
  /// The program that was checked, to be executed.
  UniqueFd program() { return std::move(program_); }

 private:
  void start(SteadyTime now);
  void refuse(std::string why);

  process::Program self_;
  admin::UpgradeStatus status_;
  Room room_;
  PreflightRequest request_;
  std::optional<Candidate> candidate_;
  bool again_ = false;
  UniqueFd program_;
};

/// Why no other program could continue from a store in this state; empty when one could.
std::string objection_to(const store::Store::Health& health);

/// Why a program with this report must not take over from a host with these plugins; empty when it
/// can. A file that runs here must load there.
std::string objection_to(const PreflightReport& report, const ring::PluginRegistry& plugins);

}  // namespace moonroom::server

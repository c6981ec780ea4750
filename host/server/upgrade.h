// The upgrade of a running host, until this process executes the other program: has the installed
// program checked, and decides whether it can take over. On any failure the room continues and
// `status` says why.
//
// Its owner must call `request` to start an upgrade, and `poll` once a turn, at the latest at
// `next_due`. When `poll` returns true, the owner must suspend the room and execute `program`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admin/upgrade_status.h"
#include "process/child.h"
#include "ring/plugin_registry.h"
#include "server/candidate.h"

namespace moonroom::server {

class Upgrade {
 public:
  /// `self` is the installed program and its arguments. `latest` is the upgrade that started this
  /// host.
  Upgrade(process::Program self, admin::UpgradeStatus latest)
      : self_(std::move(self)), status_(std::move(latest)) {}

  /// Starts a check of the installed program. If a check is running, another one follows it: the
  /// files that the running one has read can have changed.
  void request(const PreflightRequest& with, SteadyTime now);
  /// Ends the upgrade: this program keeps running.
  void refuse(std::string why);
  /// Drops the check, because the host ends.
  void give_up() { candidate_.reset(); }

  /// True when the installed program can take over now: it loads everything that runs here.
  bool poll(const ring::PluginRegistry& plugins, SteadyTime now);
  bool checking() const { return candidate_.has_value(); }
  std::optional<SteadyTime> next_due() const;

  const admin::UpgradeStatus& status() const { return status_; }
  /// The log message of an upgrade that was just refused; returned once.
  std::optional<std::string> drain_news() { return std::exchange(news_, std::nullopt); }

  /// The program that was checked, to be executed.
  UniqueFd program() { return std::move(program_); }

 private:
  void start(SteadyTime now);

  process::Program self_;
  admin::UpgradeStatus status_;
  std::optional<std::string> news_;
  PreflightRequest request_;
  std::optional<Candidate> candidate_;
  bool again_ = false;
  UniqueFd program_;
};

/// Why a program with this report must not take over from a host with these plugins; empty when it
/// can. A file that runs here must load there.
std::string objection_to(const PreflightReport& report, const ring::PluginRegistry& plugins);

}  // namespace moonroom::server

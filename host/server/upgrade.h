// The upgrade of a running host, until this process becomes the other program: has the installed
// program checked, and decides whether it may take over. Whatever fails, the room goes on and
// `status` says why.
//
// Its owner calls `request` when somebody wants an upgrade, and `poll` once a turn, at the latest
// at `next_due`. When `poll` returns true, the owner parks the room and executes `program`.
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
  /// `self` is the program that is installed, and the words that it is started with. `latest` is
  /// the upgrade that this host came from.
  Upgrade(process::Program self, admin::UpgradeStatus latest)
      : self_(std::move(self)), status_(std::move(latest)) {}

  /// Has the installed program checked. When a check is running, another one follows: what the
  /// running one has read may have changed since.
  void request(const PreflightRequest& with, SteadyTime now);
  /// Ends the upgrade: the room stays with this program.
  void refuse(std::string why);
  /// The host ends: the check is given up.
  void give_up() { candidate_.reset(); }

  /// True when the installed program may take over now: it loads what runs here.
  bool poll(const ring::PluginRegistry& plugins, SteadyTime now);
  bool checking() const { return candidate_.has_value(); }
  std::optional<SteadyTime> next_due() const;

  const admin::UpgradeStatus& status() const { return status_; }
  /// The upgrade has just been refused, and nobody has been told: the words for the log.
  std::optional<std::string> drain_news() { return std::exchange(news_, std::nullopt); }

  /// What has been checked, to be executed.
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

/// Why a program that reports this is not to take over from a host with these plugins; empty when
/// it may. A file that runs here must load there.
std::string objection_to(const PreflightReport& report, const ring::PluginRegistry& plugins);

}  // namespace moonroom::server

// How a process executes another program that continues its room: the environment and open
// descriptors that the earlier program passes to the later one. Datagrams that arrive meanwhile
// wait in the sockets.
//
// The earlier program also passes itself, as an open file. A later program that fails at its start
// executes the earlier one again, which gets no earlier program: there is no loop.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "admin/upgrade_status.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace moonroom::server {

struct Handover {
  /// The room's sockets; empty when this host opens its own.
  std::vector<UniqueFd> sockets;
  /// systemd has opened them: the option `listen` does not matter.
  bool activated = false;
  /// The lock of the data folder.
  UniqueFd lock;
  /// The earlier program's file.
  UniqueFd previous;
  std::string previous_version;
  /// Counts the upgrades of this process.
  uint64_t number = 0;
  /// Why the later program failed, when the earlier program runs again.
  std::string failure;

  bool is_handed_over() const { return static_cast<bool>(lock); }
  std::vector<int> descriptors() const;
  /// The outcome of the upgrade that started this host.
  admin::UpgradeStatus outcome() const;
};

/// The handover from an earlier program, or from systemd (LISTEN_FDS). Only the first call gets it.
Handover take_over();

/// A close-on-exec copy of a descriptor.
UniqueFd copy_of(int descriptor);

std::string program_version();

/// The running program as an open file, even if it was renamed or replaced.
UniqueFd running_program();

/// Blocks the signals that end or upgrade a host, also across exec: none is lost, and none kills
/// the process while nothing handles it.
void hold_signals(bool hold);

/// Executes `program` with these arguments and passes `handover` to it. Returns only on failure.
Problem exec_new_version(const UniqueFd& program, char** words, const Handover& handover);

}  // namespace moonroom::server
